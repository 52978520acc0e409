-- One row per heard machine and UTC date of its ledger: the known part of the day, and when the machine was last heard
-- before it. The ledger starts with the shift (or local day) of the first event and ends at the horizon, which stands
-- in the row of its own date alone, so that a new event changes no day that is over.
--! grain: machine_id, utc_date
--! kind: table
--! version: 1
--! partition: utc_date
--! window: silver.heard_days all
with machines as (
    select * from silver.machines where first_heard_at is not null
),

calendar_hours as (
    select * from silver.calendar_hours
),

utc_dates as (
    select distinct time_zone, cast(started_at as date) as utc_date from calendar_hours
),

day_starts as (
    select
        time_zone,
        local_date,
        min(started_at) as day_started_at
    from calendar_hours
    group by time_zone, local_date
),

first_shifts as (
    select
        machines.machine_id,
        max(shift_instances.started_at) as shift_started_at
    from machines
    inner join silver.shift_instances as shift_instances
        on machines.calendar_id = shift_instances.calendar_id
        and machines.time_zone = shift_instances.time_zone
        and machines.first_heard_at >= shift_instances.started_at
        and machines.first_heard_at < shift_instances.ended_at
    group by machines.machine_id
),

ledgers as (
    select
        machines.machine_id,
        machines.calendar_id,
        machines.time_zone,
        machines.silence_ms,
        machines.minor_stop_limit_ms,
        coalesce(first_shifts.shift_started_at, day_starts.day_started_at) as ledger_started_at,
        machines.horizon_at
    from machines
    inner join day_starts
        on machines.time_zone = day_starts.time_zone
        and cast(local_from_utc(machines.first_heard_at, machines.time_zone) as date) = day_starts.local_date
    left join first_shifts on machines.machine_id = first_shifts.machine_id
),

days as (
    select
        ledgers.*,
        utc_dates.utc_date,
        max(heard_days.last_heard_at) over (
            partition by ledgers.machine_id order by utc_dates.utc_date
            rows between unbounded preceding and 1 preceding
        ) as last_heard_before_at
    from ledgers
    inner join utc_dates
        on ledgers.time_zone = utc_dates.time_zone
        and utc_dates.utc_date >= cast(ledgers.ledger_started_at as date)
        and utc_dates.utc_date <= cast(ledgers.horizon_at as date)
    left join silver.heard_days as heard_days
        on ledgers.machine_id = heard_days.machine_id and utc_dates.utc_date = heard_days.utc_date
),

final as (
    select
        machine_id,
        utc_date,
        calendar_id,
        time_zone,
        silence_ms,
        minor_stop_limit_ms,
        greatest(ledger_started_at, cast(utc_date as timestamp)) as known_from_at,
        least(horizon_at, cast(utc_date as timestamp) + interval '1' day) as known_until_at,
        case when cast(horizon_at as date) = utc_date then horizon_at end as horizon_at,
        last_heard_before_at
    from days
)

select * from final
