-- One row per event, told by its event_id, and UTC date that a later day has again: of differing copies the latest
-- counts, so that those of this day do not.
--! grain: machine_id, event_id, utc_date
--! kind: table
--! version: 1
--! partition: utc_date
--! keys: identity
with last_days as (
    select
        machine_id,
        event_id,
        identity,
        max(utc_date) as last_date
    from silver.contested_events
    where event_id is not null
    group by machine_id, event_id, identity
    having max(utc_date) > min(utc_date)
),

final as (
    select
        contested_events.machine_id,
        contested_events.event_id,
        contested_events.utc_date,
        contested_events.identity
    from silver.contested_events as contested_events
    inner join last_days
        on contested_events.machine_id = last_days.machine_id
        and contested_events.event_id = last_days.event_id
        and contested_events.utc_date < last_days.last_date
    where contested_events.is_last_copy
)

select * from final
