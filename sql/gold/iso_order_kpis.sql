-- One row per order that was held and KPI of ISO 22400-2 that orders have, over its whole life: numerator and
-- denominator in seconds, pieces and kWh.
--! grain: order_id, kpi_no
--! kind: view
--! version: 1
with kpis as (
    select kpi_no
    from gold.kpi_catalogue
    where
        kpi_no in (2, 3, 5)
        or kpi_no between 10 and 14
        or kpi_no between 16 and 18
        or kpi_no = 23
),

elements as (
    select
        order_id,
        cast(aoet_ms as double) / 1e3 as aoet_s,
        cast(apt_ms as double) / 1e3 as apt_s,
        cast(aust_ms as double) / 1e3 as aust_s,
        cast(apt_ms + aust_ms as double) / 1e3 as aupt_s,
        cast(apt_ms + adet_ms as double) / 1e3 as apt_and_adet_s,
        cast(apt_ms + aust_ms + adet_ms as double) / 1e3 as aubt_s,
        cast(produced_qty as double) as produced_qty,
        cast(good_qty as double) as good_qty,
        cast(scrap_qty as double) as scrap_qty,
        cast(rework_qty as double) as rework_qty,
        cast(order_scrap_qty as double) as order_scrap_qty,
        cast(planned_scrap_qty as double) as planned_scrap_qty,
        cast(first_produced_qty as double) as first_produced_qty,
        cast(first_scrap_qty as double) as first_scrap_qty,
        cast(energy_j as double) / 3.6e6 as energy_kwh
    from gold.iso_order_elements
),

final as (
    select
        elements.order_id,
        kpis.kpi_no,
        case kpis.kpi_no
            when 2 then elements.aubt_s
            when 3 then elements.produced_qty
            when 5 then elements.apt_s
            when 10 then elements.good_qty
            when 11 then elements.aust_s
            when 12 then elements.apt_s
            when 13 then elements.apt_s
            when 14 then elements.order_scrap_qty
            when 16 then elements.scrap_qty
            when 17 then elements.rework_qty
            when 18 then elements.first_scrap_qty
            when 23 then elements.energy_kwh
        end as numerator,
        case kpis.kpi_no
            when 2 then elements.aoet_s
            when 3 then elements.aoet_s
            when 5 then elements.aubt_s
            when 10 then elements.produced_qty
            when 11 then elements.aupt_s
            when 12 then elements.apt_and_adet_s
            when 13 then elements.aoet_s
            when 14 then elements.planned_scrap_qty
            when 16 then elements.produced_qty
            when 17 then elements.produced_qty
            when 18 then elements.first_produced_qty
            when 23 then elements.produced_qty
        end as denominator
    from elements
    cross join kpis
    where kpis.kpi_no != 14 or elements.planned_scrap_qty is not null
)

select * from final
