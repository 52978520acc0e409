-- One row per machine slice in which pieces were made: pieces by disposition, from counts, corrections and counters.
--! grain: machine_id, slice_started_at
--! kind: table
--! version: 1
--! partition: utc_date
with counted_pieces as (
    select * from silver.counted_pieces
),

machine_slices as (
    select machine_id, utc_date, started_at, ended_at from silver.machine_slices
),

-- Slices never cross an hour of UTC, so the hour is an equality that a hash join can use.
placed as (
    select
        machine_slices.machine_id,
        machine_slices.utc_date,
        machine_slices.started_at as slice_started_at,
        sum(counted_pieces.good_qty) as good_qty,
        sum(counted_pieces.scrap_qty) as scrap_qty,
        sum(counted_pieces.rework_qty) as rework_qty
    from counted_pieces
    inner join machine_slices
        on counted_pieces.machine_id = machine_slices.machine_id
        and hour_number(counted_pieces.counted_at) = hour_number(machine_slices.started_at)
        and counted_pieces.counted_at >= machine_slices.started_at
        and counted_pieces.counted_at < machine_slices.ended_at
    group by machine_slices.machine_id, machine_slices.utc_date, machine_slices.started_at
    union all
    select
        machine_id,
        utc_date,
        slice_started_at,
        sum(total_qty - scrap_qty) as good_qty,
        sum(scrap_qty) as scrap_qty,
        0 as rework_qty
    from silver.counter_pieces
    group by machine_id, utc_date, slice_started_at
),

final as (
    select
        machine_id,
        utc_date,
        slice_started_at,
        cast(sum(good_qty) as bigint) as good_qty,
        cast(sum(scrap_qty) as bigint) as scrap_qty,
        cast(sum(rework_qty) as bigint) as rework_qty
    from placed
    group by machine_id, utc_date, slice_started_at
)

select * from final
