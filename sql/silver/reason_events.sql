-- One row per later word on a stop (a reason event), on the UTC date it was told, with the moment it speaks of: its
-- `applies_at`, or its own time without one.
--! grain: none
--! kind: table
--! version: 1
--! partition: utc_date
with final as (
    select
        machine_id,
        cast(event_at as date) as utc_date,
        cast(coalesce(applies_at, event_at) as date) as applies_date,
        coalesce(applies_at, event_at) as applies_at,
        event_at as told_at,
        coalesce(seq, -9007199254740992) as seq,
        coalesce(event_id, '') as event_id,
        reason_code
    from silver.events
    where event_type = 'reason'
)

select * from final
