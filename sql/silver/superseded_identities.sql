-- One row per identity of an event on a UTC date that a later day has again: of differing copies the latest counts, so
-- that those of this day do not.
--! grain: machine_id, utc_date, identity
--! kind: table
--! version: 1
--! partition: utc_date
--! keys: identity
with last_days as (
    select
        machine_id,
        identity,
        max(utc_date) as last_date
    from silver.event_identities
    group by machine_id, identity
    having max(utc_date) > min(utc_date)
),

final as (
    select
        event_identities.machine_id,
        event_identities.utc_date,
        event_identities.identity
    from silver.event_identities as event_identities
    inner join last_days
        on event_identities.machine_id = last_days.machine_id
        and event_identities.identity = last_days.identity
        and event_identities.utc_date < last_days.last_date
)

select * from final
