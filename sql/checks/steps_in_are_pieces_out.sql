-- The pieces and the scrap of a counter step within a day are all in its slices.
--! severity: error
with steps as (
    select machine_id, ended_at, total_qty, scrap_qty
    from silver.counter_steps
    where cast(started_at as date) = cast(ended_at as date)
),

placed as (
    select machine_id, step_ended_at, sum(total_qty) as total_qty, sum(scrap_qty) as scrap_qty
    from silver.counter_pieces
    group by machine_id, step_ended_at
)

select
    steps.machine_id,
    steps.ended_at,
    steps.total_qty,
    placed.total_qty as total_in_slices,
    steps.scrap_qty,
    placed.scrap_qty as scrap_in_slices
from steps
left join placed on steps.machine_id = placed.machine_id and steps.ended_at = placed.step_ended_at
where steps.total_qty != coalesce(placed.total_qty, 0) or steps.scrap_qty != coalesce(placed.scrap_qty, 0)
