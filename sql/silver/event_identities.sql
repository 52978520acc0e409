-- One row per identity of an event on a UTC date, with the number of lines that have it: what tells which events came
-- more than once, on one day or on several.
--! grain: utc_date, identity
--! kind: table
--! version: 1
--! partition: utc_date
with final as (
    select
        cast(event_at as date) as utc_date,
        identity,
        count(*) as copy_count
    from silver.identified_events
    group by cast(event_at as date), identity
)

select * from final
