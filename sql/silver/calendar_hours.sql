-- One row per time zone and hour of the known time, cut at local and at UTC hours, with the local date.
-- DuckDB builds it once; other engines read the Parquet file, for engines differ on the repeated hour of autumn.
--! grain: time_zone, started_at
--! kind: table
--! dialect: duckdb
--! version: 1
with machines as (
    select * from silver.machines
),

zones as (
    select
        time_zone,
        date_trunc('day', min(first_heard_at)) - interval 2 day as first_at,
        date_trunc('day', max(horizon_at)) + interval 2 day as last_at
    from machines
    where first_heard_at is not null
    group by time_zone
),

hours as (
    select
        time_zone,
        last_at,
        unnest(generate_series(first_at, last_at, interval 1 hour)) as started_at
    from zones
),

local_hours as (
    select
        *,
        local_from_utc(started_at, time_zone) as local_at
    from hours
),

-- Where the clock shows a full hour, and the next one an hour later, local hour and UTC hour are one.
split_hours as (
    select
        *,
        extract(minute from local_at) != 0
        or coalesce(
            lead(local_at) over (partition by time_zone order by started_at) != local_at + interval 1 hour, true
        ) as is_split
    from local_hours
),

-- Zones differ from UTC by quarters of an hour, so in the others every local hour begins on a quarter.
quarters as (
    select
        time_zone,
        last_at,
        unnest(generate_series(started_at, started_at + interval 45 minute, interval 15 minute)) as started_at
    from split_hours
    where is_split
),

local_quarters as (
    select time_zone, started_at, local_at from split_hours where not is_split
    union all
    select
        time_zone,
        started_at,
        local_from_utc(started_at, time_zone) as local_at
    from quarters
    where started_at <= last_at
),

-- Where a clock jumps into another local hour, that hour begins there: at half past where clocks go by half an hour.
compared as (
    select
        time_zone,
        started_at,
        local_at,
        extract(minute from local_at) = 0
        or date_trunc('hour', local_at) != lag(date_trunc('hour', local_at)) over (
            partition by time_zone order by started_at
        ) as is_local_hour
    from local_quarters
),

hour_starts as (
    select
        time_zone,
        started_at,
        case when is_local_hour then started_at end as local_hour_started_at,
        cast(local_at as date) as local_date
    from compared
    where is_local_hour or extract(minute from started_at) = 0
),

final as (
    select
        time_zone,
        started_at,
        lead(started_at) over (partition by time_zone order by started_at) as ended_at,
        coalesce(
            max(local_hour_started_at) over (
                partition by time_zone order by started_at rows between unbounded preceding and current row
            ),
            started_at
        ) as hour_start_at,
        local_date
    from hour_starts
)

select * from final
