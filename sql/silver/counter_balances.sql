-- One row per machine and UTC day on which its counters rose: scrap less pieces over the day, the lowest that this
-- balance stood at, and the step of pieces that began before the day, with the scrap told in the day up to its end.
--! grain: machine_id, utc_date
--! kind: table
--! partition: utc_date
--! version: 1
with gains as (
    select * from silver.counter_gains
),

-- Scrap of the same moment is told before the pieces.
changes as (
    select
        machine_id,
        utc_date,
        started_at,
        ended_at,
        1 as rank_no,
        -gained_qty as change_qty,
        gained_qty as total_qty,
        0 as scrap_qty
    from gains
    where is_leading
    union all
    select machine_id, utc_date, started_at, ended_at, 0, gained_qty, 0, gained_qty
    from gains
    where counter = 'scrap'
),

balanced as (
    select
        *,
        sum(change_qty) over (
            partition by machine_id, utc_date
            order by ended_at, rank_no rows between unbounded preceding and current row
        ) as balance_qty,
        sum(scrap_qty) over (
            partition by machine_id, utc_date
            order by ended_at, rank_no rows between unbounded preceding and current row
        ) as told_qty,
        case when rank_no = 1 and cast(started_at as date) < utc_date then 1 else 0 end as is_crossing
    from changes
),

final as (
    select
        machine_id,
        utc_date,
        cast(sum(change_qty) as bigint) as change_qty,
        cast(min(balance_qty) as bigint) as lowest_qty,
        max(case when is_crossing = 1 then started_at end) as crossing_started_at,
        max(case when is_crossing = 1 then ended_at end) as crossing_ended_at,
        cast(max(case when is_crossing = 1 then total_qty end) as bigint) as crossing_qty,
        cast(max(case when is_crossing = 1 then told_qty end) as bigint) as crossing_scrap_qty
    from balanced
    group by machine_id, utc_date
)

select * from final
