-- One row per later word on a stop, on the UTC date of the moment it speaks of, whenever it was told.
--! grain: none
--! kind: table
--! version: 1
--! partition: utc_date
--! keys: applies_date
with final as (
    select
        machine_id,
        applies_date as utc_date,
        applies_date,
        applies_at,
        told_at,
        seq,
        event_id,
        reason_code
    from silver.reason_events
)

select * from final
