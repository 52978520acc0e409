-- One row per heard machine: the stretch its ledger covers. It starts with the shift (or local day) of its first event
-- and ends at the horizon.
--! grain: machine_id
--! kind: table
--! version: 1
with machines as (
    select * from silver.machines where first_heard_at is not null
),

calendar_slices as (
    select * from silver.calendar_slices
),

day_starts as (
    select
        time_zone,
        local_date,
        min(started_at) as day_started_at
    from silver.calendar_hours
    group by time_zone, local_date
),

final as (
    select
        machines.machine_id,
        machines.calendar_id,
        machines.time_zone,
        coalesce(calendar_slices.shift_started_at, day_starts.day_started_at) as ledger_started_at,
        machines.horizon_at
    from machines
    inner join calendar_slices
        on machines.calendar_id = calendar_slices.calendar_id
        and machines.time_zone = calendar_slices.time_zone
        and hour_number(machines.first_heard_at) = hour_number(calendar_slices.started_at)
        and machines.first_heard_at >= calendar_slices.started_at
        and machines.first_heard_at < calendar_slices.ended_at
    inner join day_starts
        on calendar_slices.time_zone = day_starts.time_zone
        and calendar_slices.production_date = day_starts.local_date
)

select * from final
