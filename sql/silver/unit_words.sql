-- One row per word on a unit known by its serial number: a count, or an inspection with a verdict. unit_hash is that of
-- the unit on all machines, for an inspection elsewhere speaks of the one that made it.
--! grain: none
--! kind: table
--! partition: utc_date
--! version: 1
with final as (
    select
        machine_id,
        cast(event_at as date) as utc_date,
        identity_hash('', unit_id) as unit_hash,
        unit_id,
        event_type,
        event_at,
        seq,
        event_id,
        reason_code,
        coalesce(good_qty, 0) as good_qty,
        coalesce(scrap_qty, 0) as scrap_qty,
        coalesce(rework_qty, 0) as rework_qty,
        verdict
    from silver.events
    where
        unit_id is not null
        and (event_type = 'count' or (event_type = 'inspection' and verdict is not null))
)

select * from final
