-- One row per later word on a stop (a reason event), at the date of the moment it speaks of, with the time from that
-- moment to the word.
--! grain: none
--! kind: view
--! version: 1
with reason_events as (
    select machine_id, event_at, coalesce(applies_at, event_at) as applies_at
    from silver.events
    where event_type = 'reason' and reason_code is not null
),

machine_slices as (
    select machine_id, started_at, ended_at, production_date from silver.machine_slices
),

final as (
    select
        reason_events.machine_id,
        machine_slices.production_date,
        micros_between(reason_events.applies_at, reason_events.event_at) as delay_us
    from reason_events
    inner join machine_slices
        on reason_events.machine_id = machine_slices.machine_id
        and hour_number(reason_events.applies_at) = hour_number(machine_slices.started_at)
        and reason_events.applies_at >= machine_slices.started_at
        and reason_events.applies_at < machine_slices.ended_at
)

select * from final
