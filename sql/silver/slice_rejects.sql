-- One row per machine slice and reason in which pieces were rejected. A reject belongs to the start-up when its reason
-- (or an ancestor of it) has the bucket setup, or when the machine stood in SETUP as it was counted.
--! grain: machine_id, slice_started_at, reason_code?, is_startup
--! kind: table
--! version: 1
--! partition: utc_date
with rejects as (
    select machine_id, counted_at, reason_code, scrap_qty, rework_qty
    from silver.counted_pieces
    where scrap_qty != 0 or rework_qty != 0
),

machine_slices as (
    select machine_id, utc_date, started_at, ended_at from silver.machine_slices
),

setup_intervals as (
    select machine_id, started_at, ended_at from silver.ledger where state = 'SETUP'
),

placed as (
    select
        rejects.machine_id,
        machine_slices.utc_date,
        machine_slices.started_at as slice_started_at,
        rejects.reason_code,
        coalesce(reasons.bucket = 'setup', false) or setup_intervals.machine_id is not null as is_startup,
        rejects.scrap_qty,
        rejects.rework_qty
    from rejects
    inner join machine_slices
        on rejects.machine_id = machine_slices.machine_id
        and hour_number(rejects.counted_at) = hour_number(machine_slices.started_at)
        and rejects.counted_at >= machine_slices.started_at
        and rejects.counted_at < machine_slices.ended_at
    left join setup_intervals
        on rejects.machine_id = setup_intervals.machine_id
        and hour_number(rejects.counted_at) = hour_number(setup_intervals.started_at)
        and rejects.counted_at >= setup_intervals.started_at
        and rejects.counted_at < setup_intervals.ended_at
    left join silver.reasons as reasons on rejects.reason_code = reasons.reason_code
    union all
    select
        machine_id,
        utc_date,
        slice_started_at,
        as_text(null) as reason_code,
        false as is_startup,
        scrap_qty,
        0 as rework_qty
    from silver.counter_pieces
    where scrap_qty > 0
),

final as (
    select
        machine_id,
        utc_date,
        slice_started_at,
        reason_code,
        is_startup,
        cast(sum(scrap_qty) as bigint) as scrap_qty,
        cast(sum(rework_qty) as bigint) as rework_qty
    from placed
    group by machine_id, utc_date, slice_started_at, reason_code, is_startup
    having sum(scrap_qty) != 0 or sum(rework_qty) != 0
)

select * from final
