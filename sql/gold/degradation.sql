-- One row per machine and band of health it has been in: failures per 1000 operating hours (running and setup) and
-- share of scrap, with the sample sizes they rest on. Health at a moment is the last reading of health_index up to
-- it.
--! grain: machine_id, health_band
--! kind: view
--! version: 1
with bands as (
    select
        machine_id,
        band_no,
        sum(operating_ms) as operating_ms,
        sum(failure_count) as failure_count,
        sum(total_qty) as total_qty,
        sum(scrap_qty) as scrap_qty
    from gold.fact_health
    group by machine_id, band_no
),

final as (
    select
        machine_id,
        case band_no
            when 0 then '0.0-0.2'
            when 1 then '0.2-0.4'
            when 2 then '0.4-0.6'
            when 3 then '0.6-0.8'
            else '0.8-1.0'
        end as health_band,
        cast(operating_ms as double) / 3.6e6 as operating_h,
        cast(failure_count as bigint) as failure_count,
        1e3 * (cast(failure_count as double) / nullif(cast(operating_ms as double) / 3.6e6, 0e0))
            as failures_per_1000_h,
        cast(total_qty as bigint) as total_qty,
        cast(scrap_qty as bigint) as scrap_qty,
        cast(scrap_qty as double) / nullif(cast(total_qty as double), 0e0) as scrap_ratio
    from bands
)

select * from final
