-- One row per word on a unit of silver.repeated_units: a count, or an inspection with a verdict.
--! grain: none
--! kind: table
--! partition: utc_date
--! version: 1
with final as (
    select
        events.machine_id,
        repeated_units.utc_date,
        repeated_units.unit_hash,
        events.unit_id,
        events.event_type,
        events.event_at,
        events.seq,
        events.event_id,
        events.reason_code,
        coalesce(events.good_qty, 0) as good_qty,
        coalesce(events.scrap_qty, 0) as scrap_qty,
        coalesce(events.rework_qty, 0) as rework_qty,
        events.verdict
    from silver.events as events
    inner join silver.repeated_units as repeated_units
        on identity_hash('', events.unit_id) = repeated_units.unit_hash
        and cast(events.event_at as date) = repeated_units.utc_date
    where
        events.unit_id is not null
        and (events.event_type = 'count' or (events.event_type = 'inspection' and events.verdict is not null))
)

select * from final
