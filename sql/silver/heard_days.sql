-- One row per machine and UTC date on which it was heard by any event: when first, when last.
--! grain: machine_id, utc_date
--! kind: table
--! version: 1
--! partition: utc_date
with events as (
    select machine_id, event_at from silver.events
),

final as (
    select
        machine_id,
        cast(event_at as date) as utc_date,
        min(event_at) as first_heard_at,
        max(event_at) as last_heard_at
    from events
    group by machine_id, cast(event_at as date)
)

select * from final
