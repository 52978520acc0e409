-- One row per word on a unit known by its serial number: a count, or an inspection with a verdict. They tell which
-- units have more than one count to their name. unit_hash is that of the unit on all machines, for an inspection
-- elsewhere speaks of the one that made it; mark_hash that of the unit on this machine.
--! grain: none
--! kind: table
--! partition: utc_date
--! version: 1
with final as (
    select
        cast(event_at as date) as utc_date,
        identity_hash('', unit_id) as unit_hash,
        identity_hash(machine_id, unit_id) as mark_hash,
        event_type = 'inspection' as is_verdict
    from silver.events
    where
        unit_id is not null
        and (event_type = 'count' or (event_type = 'inspection' and verdict is not null))
)

select * from final
