-- One row per count of pieces or correction of one, by disposition, at the time the pieces were made.
--! grain: none
--! kind: view
--! version: 1
with counts as (
    select
        machine_id,
        floor_to_milli(event_at) as counted_at,
        reason_code,
        coalesce(good_qty, 0) as good_qty,
        coalesce(scrap_qty, 0) as scrap_qty,
        coalesce(rework_qty, 0) as rework_qty
    from silver.events
    where event_type = 'count'
),

final as (
    select
        machine_id,
        cast(counted_at as date) as utc_date,
        counted_at,
        reason_code,
        good_qty,
        scrap_qty,
        rework_qty
    from counts
    union all
    select machine_id, utc_date, counted_at, reason_code, good_qty, scrap_qty, rework_qty
    from silver.unit_corrections
)

select * from final
