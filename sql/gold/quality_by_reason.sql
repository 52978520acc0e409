-- One row per machine, production date, product and reason of rejected pieces: scrap, rework, their share of the pieces
-- of that machine, date and product, and the standard time they cost.
--! grain: machine_id, production_date, product_id?, reason_code?
--! kind: view
--! version: 1
with rejects as (
    select
        machine_id,
        production_date,
        product_id,
        reason_code,
        sum(scrap_qty) as scrap_qty,
        sum(rework_qty) as rework_qty,
        sum(case when is_startup then scrap_qty + rework_qty else 0 end) as startup_qty,
        sum(reject_us) as reject_us
    from gold.fact_scrap
    group by machine_id, production_date, product_id, reason_code
),

pieces as (
    select machine_id, production_date, product_id, sum(total_qty) as total_qty
    from gold.fact_oee
    group by machine_id, production_date, product_id
),

final as (
    select
        rejects.machine_id,
        rejects.production_date,
        rejects.product_id,
        rejects.reason_code,
        cast(rejects.scrap_qty as bigint) as scrap_qty,
        cast(rejects.rework_qty as bigint) as rework_qty,
        cast(rejects.startup_qty as bigint) as startup_qty,
        cast(pieces.total_qty as bigint) as total_qty,
        cast(rejects.scrap_qty as double) / nullif(cast(pieces.total_qty as double), 0e0) as scrap_ratio,
        cast(rejects.rework_qty as double) / nullif(cast(pieces.total_qty as double), 0e0) as rework_ratio,
        cast(rejects.reject_us as double) / 1e6 as reject_s
    from rejects
    left join pieces
        on rejects.machine_id = pieces.machine_id
        and rejects.production_date = pieces.production_date
        and coalesce(rejects.product_id, '') = coalesce(pieces.product_id, '')
)

select * from final
