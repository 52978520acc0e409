-- What is a KPI of ISO 22400-2, and what is it for a machine on a production date, or for the orders it held?
-- Asked while the facts are cut to one shift it is the KPI of that shift. extent says what the value is of.
--! param: kpi text, name of the KPI
--! param: machine_id text, the machine
--! param: production_date date, the production date
--! param: shift_id text, the shift
with values_of_kpi as (
    select *
    from gold.kpi_iso22400
    where
        kpi = $kpi
        and (
            (
                scope = 'machine' and scope_id = $machine_id
                and (production_date is null or production_date = $production_date)
            )
            or (scope = 'order' and scope_id in (
                select order_id
                from gold.fact_oee
                where machine_id = $machine_id and production_date = $production_date and shift_id = $shift_id
            ))
        )
)

select
    kpi_catalogue.kpi_no,
    kpi_catalogue.kpi,
    kpi_catalogue.name,
    case kpi_catalogue.kpi
        when 'nee' then '(AUPT / PBT) x (PRI x GQ / APT)'
        when 'oee' then 'PRI x GQ / PBT'
        else kpi_catalogue.formula
    end as formula,
    kpi_catalogue.unit,
    kpi_catalogue.direction,
    kpi_catalogue.inputs,
    kpi_catalogue.missing_input,
    values_of_kpi.scope,
    values_of_kpi.scope_id,
    values_of_kpi.numerator,
    values_of_kpi.denominator,
    values_of_kpi.value,
    case
        when values_of_kpi.scope is null then null
        when values_of_kpi.scope = 'order' then 'order'
        when values_of_kpi.production_date is null then 'all'
        when kpi_catalogue.kpi = 'first_pass_yield' then 'date'
        else 'shift'
    end as extent
from gold.kpi_catalogue as kpi_catalogue
left join values_of_kpi on kpi_catalogue.kpi = values_of_kpi.kpi
where kpi_catalogue.kpi = $kpi
order by case when extent in ('shift', 'date') then 0 else 1 end, values_of_kpi.scope_id
