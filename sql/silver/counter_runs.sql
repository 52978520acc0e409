-- One row per unbroken run of equal readings of a cumulative counter, total or scrap, within a UTC day. Readings of one
-- millisecond count as the last of them.
--! grain: machine_id, counter, first_read_at
--! kind: table
--! partition: utc_date
--! version: 1
with counter_events as (
    select machine_id, event_at, seq, event_id, total_count, scrap_count
    from silver.events
    where event_type = 'counter'
),

readings as (
    select machine_id, 'total' as counter, event_at, seq, event_id, total_count as reading
    from counter_events
    where total_count is not null
    union all
    select machine_id, 'scrap' as counter, event_at, seq, event_id, scrap_count as reading
    from counter_events
    where scrap_count is not null
),

ranked as (
    select
        machine_id,
        counter,
        cast(event_at as date) as utc_date,
        floor_to_milli(event_at) as read_at,
        reading,
        row_number() over (
            partition by machine_id, counter, floor_to_milli(event_at)
            order by event_at desc, coalesce(seq, -9007199254740992) desc, coalesce(event_id, '') desc, reading desc
        ) as late_no
    from readings
),

compared as (
    select
        machine_id,
        counter,
        utc_date,
        read_at,
        reading,
        case
            when lag(reading) over (partition by machine_id, counter, utc_date order by read_at) = reading then 0
            else 1
        end as is_new_run
    from ranked
    where late_no = 1
),

numbered as (
    select
        *,
        sum(is_new_run) over (
            partition by machine_id, counter, utc_date
            order by read_at rows between unbounded preceding and current row
        ) as run_no
    from compared
),

final as (
    select
        machine_id,
        counter,
        utc_date,
        reading,
        min(read_at) as first_read_at,
        max(read_at) as last_read_at
    from numbered
    group by machine_id, counter, utc_date, run_no, reading
)

select * from final
