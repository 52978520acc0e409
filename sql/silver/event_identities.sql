-- One row per line of an event: the UTC date it happened on and the hash of its identity, which tells what came more
-- than once, on one day or on several.
--! grain: none
--! kind: table
--! version: 1
--! partition: utc_date
with final as (
    select cast(event_at as date) as utc_date, identity from silver.identified_events
)

select * from final
