-- One row per KPI of ISO 22400-2 and what it is of: a machine, line or site on a production date; an order, or the
-- capability of a machine, over all time (production_date null). Numerators and denominators are sums, never
-- averages, and add up over machines and dates where those of the KPI do (all but NEE and the capability indices).
-- The value is their quotient: seconds, ratios 0..1, pieces per second, kWh per piece; null where the denominator is
-- 0 or an input is unknown. A line with a constraint and an output machine is measured by them, as in
-- gold.oee_by_line.
--! grain: scope, scope_id, production_date?, kpi_no
--! kind: view
--! version: 1
with quotients as (
    select scope, scope_id, production_date, kpi_no, numerator, denominator
    from gold.iso_unit_kpis
    union all
    select 'order' as scope, order_id as scope_id, cast(null as date) as production_date, kpi_no, numerator, denominator
    from gold.iso_order_kpis
    union all
    select 'machine' as scope, machine_id as scope_id, cast(null as date) as production_date, kpi_no, numerator,
        denominator
    from gold.iso_capability_kpis
),

kpis as (
    select kpi_no, kpi, unit from gold.kpi_catalogue
),

final (scope, scope_id, production_date, kpi_no, kpi, numerator, denominator, value, unit) as (
    select
        quotients.scope,
        quotients.scope_id,
        quotients.production_date,
        kpis.kpi_no,
        kpis.kpi,
        quotients.numerator,
        quotients.denominator,
        quotients.numerator / nullif(quotients.denominator, 0e0),
        kpis.unit
    from quotients
    inner join kpis on quotients.kpi_no = kpis.kpi_no
)

select * from final
