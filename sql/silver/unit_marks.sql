-- One row per UTC date and unit known by its serial number that a machine counted or gave a verdict on: what tells
-- which units have more than one count to their name. unit_hash is that of the unit on all machines, for an inspection
-- elsewhere speaks of the one that made it; mark_hash that of the unit on this machine.
--! grain: utc_date, unit_hash, mark_hash
--! kind: table
--! partition: utc_date
--! version: 1
with final as (
    select
        cast(event_at as date) as utc_date,
        identity_hash('', unit_id) as unit_hash,
        identity_hash(machine_id, unit_id) as mark_hash,
        count(case when event_type = 'count' then 1 end) as count_count,
        count(case when event_type = 'inspection' then 1 end) as verdict_count
    from silver.events
    where
        unit_id is not null
        and (event_type = 'count' or (event_type = 'inspection' and verdict is not null))
    group by
        cast(event_at as date),
        identity_hash('', unit_id),
        identity_hash(machine_id, unit_id)
)

select * from final
