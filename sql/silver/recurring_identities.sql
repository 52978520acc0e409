-- One row per UTC date and identity of an event that came more than once, on one day or on several.
--! grain: utc_date, identity
--! kind: table
--! version: 1
--! partition: utc_date
--! keys: identity
with recurring as (
    select identity from silver.event_identities group by identity having count(*) > 1
),

-- Read once more instead of from above: what is named twice is kept in memory whole.
final as (
    select distinct event_identities.utc_date, event_identities.identity
    from silver.event_identities as event_identities
    inner join recurring on event_identities.identity = recurring.identity
)

select * from final
