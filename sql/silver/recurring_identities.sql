-- One row per UTC date and identity of an event that came more than once, on one day or on several.
--! grain: utc_date, identity
--! kind: table
--! version: 1
--! partition: utc_date
--! keys: identity
with neighbours as (
    select identity, lag(identity) over (order by identity) as previous_identity from silver.event_identities
),

-- In order equal ones stand side by side. Days are kept in order, and to merge them takes less than half of the time
-- and memory of a group for each identity.
recurring as (
    select distinct identity from neighbours where identity = previous_identity
),

-- Read once more instead of from above: what is named twice is kept in memory whole.
final as (
    select distinct event_identities.utc_date, event_identities.identity
    from silver.event_identities as event_identities
    inner join recurring on event_identities.identity = recurring.identity
)

select * from final
