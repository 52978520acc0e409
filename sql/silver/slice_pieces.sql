-- One row per machine slice in which pieces were counted: pieces by first disposition.
--! grain: machine_id, slice_no
--! kind: table
--! version: 1
with count_events as (
    select
        machine_id,
        floor_to_milli(event_at) as counted_at,
        coalesce(good_qty, 0) as good_qty,
        coalesce(scrap_qty, 0) as scrap_qty,
        coalesce(rework_qty, 0) as rework_qty
    from silver.events
    where event_type = 'count'
),

machine_slices as (
    select machine_id, slice_no, started_at, ended_at from silver.machine_slices
),

-- Slices never cross an hour of UTC, so the hour is an equality that a hash join can use.
final as (
    select
        machine_slices.machine_id,
        machine_slices.slice_no,
        cast(sum(count_events.good_qty) as bigint) as good_qty,
        cast(sum(count_events.scrap_qty) as bigint) as scrap_qty,
        cast(sum(count_events.rework_qty) as bigint) as rework_qty
    from count_events
    inner join machine_slices
        on count_events.machine_id = machine_slices.machine_id
        and hour_number(count_events.counted_at) = hour_number(machine_slices.started_at)
        and count_events.counted_at >= machine_slices.started_at
        and count_events.counted_at < machine_slices.ended_at
    group by machine_slices.machine_id, machine_slices.slice_no
)

select * from final
