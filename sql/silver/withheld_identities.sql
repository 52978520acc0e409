-- One row per identity and UTC date whose lines do not stand for themselves: those that came more than once that day,
-- of which silver.repeated_events has the one that counts, and those that a later day has again.
--! grain: none
--! kind: view
--! version: 1
with final as (
    select identity, cast(event_at as date) as utc_date from silver.repeated_events
    union all
    select identity, utc_date from silver.superseded_identities
)

select * from final
