-- One row per step of a machine's counters: pieces made between two readings of the total, and how many of them scrap.
-- Scrap that is told before its piece, or between readings of the total, waits for the next pieces. A machine that only
-- counts scrap has steps of scrap.
--! grain: machine_id, step_no
--! kind: table
--! version: 1
with counter_totals as (
    select * from silver.counter_totals
),

-- Both ends of a run of equal readings are readings: pieces came after the last of them.
readings as (
    select machine_id, counter, first_read_at as read_at, counted_qty from counter_totals
    union
    select machine_id, counter, last_read_at as read_at, counted_qty from counter_totals
),

total_machines as (
    select distinct machine_id from counter_totals where counter = 'total'
),

leading_readings as (
    select readings.machine_id, readings.read_at, readings.counted_qty
    from readings
    inner join total_machines on readings.machine_id = total_machines.machine_id
    where readings.counter = 'total'
    union all
    select readings.machine_id, readings.read_at, readings.counted_qty
    from readings
    left join total_machines on readings.machine_id = total_machines.machine_id
    where readings.counter = 'scrap' and total_machines.machine_id is null
),

merged as (
    select machine_id, read_at, counted_qty as total_qty, cast(null as bigint) as scrap_qty, 1 as rank_no
    from leading_readings
    union all
    select machine_id, read_at, cast(null as bigint) as total_qty, counted_qty as scrap_qty, 0 as rank_no
    from readings
    where counter = 'scrap'
),

filled as (
    select
        machine_id,
        read_at,
        total_qty,
        coalesce(max(scrap_qty) over (
            partition by machine_id order by read_at, rank_no rows between unbounded preceding and current row
        ), 0) as scrap_qty
    from merged
),

-- Scrap never exceeds the pieces counted so far, nor the pieces of one step: the running minimum carries it over.
balanced as (
    select
        machine_id,
        read_at,
        total_qty,
        total_qty + least(0, min(scrap_qty - total_qty) over (
            partition by machine_id order by read_at rows between unbounded preceding and current row
        )) as scrap_qty
    from filled
    where total_qty is not null
),

stepped as (
    select
        machine_id,
        lag(read_at) over (partition by machine_id order by read_at) as started_at,
        read_at as ended_at,
        total_qty - lag(total_qty) over (partition by machine_id order by read_at) as total_qty,
        scrap_qty - lag(scrap_qty) over (partition by machine_id order by read_at) as scrap_qty
    from balanced
),

final as (
    select
        machine_id,
        cast(row_number() over (partition by machine_id order by ended_at) as bigint) as step_no,
        started_at,
        ended_at,
        cast(total_qty as bigint) as total_qty,
        cast(scrap_qty as bigint) as scrap_qty
    from stepped
    where total_qty > 0
)

select * from final
