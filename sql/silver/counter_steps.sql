-- One row per step of a machine's counters and UTC day it touches: pieces made between two readings of the total, and
-- how many of them scrap. Scrap that is told before its piece, or between readings of the total, waits for the next
-- pieces. A machine that only counts scrap has steps of scrap.
--! grain: machine_id, utc_date, ended_at
--! kind: table
--! partition: utc_date
--! version: 1
with gains as (
    select * from silver.counter_gains
),

changes as (
    select machine_id, utc_date, started_at, ended_at, 1 as rank_no, -gained_qty as change_qty
    from gains
    where is_leading
    union all
    select machine_id, utc_date, started_at, ended_at, 0, gained_qty
    from gains
    where counter = 'scrap'
),

-- Scrap never exceeds the pieces counted so far, nor the pieces of one step: the running minimum carries it over.
balanced as (
    select
        *,
        sum(change_qty) over (
            partition by machine_id, utc_date
            order by ended_at, rank_no rows between unbounded preceding and current row
        ) as balance_qty
    from changes
),

lowered as (
    select
        balanced.machine_id,
        balanced.utc_date,
        balanced.started_at,
        balanced.ended_at,
        balanced.rank_no,
        -balanced.change_qty as total_qty,
        least(0, coalesce(counter_waiting.waiting_qty, 0) + min(balanced.balance_qty) over (
            partition by balanced.machine_id, balanced.utc_date
            order by balanced.ended_at, balanced.rank_no rows between unbounded preceding and current row
        )) as lowest_qty
    from balanced
    left join silver.counter_waiting as counter_waiting
        on balanced.machine_id = counter_waiting.machine_id and balanced.utc_date = counter_waiting.utc_date
),

stepped as (
    select
        *,
        total_qty + lowest_qty - coalesce(lag(lowest_qty) over (
            partition by machine_id, utc_date order by ended_at, rank_no
        ), 0) as scrap_qty
    from lowered
),

final as (
    select
        machine_id,
        utc_date,
        started_at,
        ended_at,
        cast(total_qty as bigint) as total_qty,
        cast(scrap_qty as bigint) as scrap_qty
    from stepped
    where rank_no = 1 and cast(started_at as date) = utc_date
    union all
    select machine_id, utc_date, started_at, ended_at, total_qty, scrap_qty
    from silver.counter_crossings
)

select * from final
