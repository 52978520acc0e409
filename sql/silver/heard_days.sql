-- One row per machine and UTC date on which it was heard by any event: when first, when last, and whether anything
-- could have told a reject: scrap or rework in a count, a scrap counter, a verdict.
--! grain: machine_id, utc_date
--! kind: table
--! version: 1
--! partition: utc_date
with events as (
    select
        machine_id,
        event_at,
        case
            when event_type in ('count', 'counter', 'inspection')
                and (scrap_qty is not null or rework_qty is not null or scrap_count is not null or verdict is not null)
                then 1
            else 0
        end as is_reject_signal
    from silver.events
),

final as (
    select
        machine_id,
        cast(event_at as date) as utc_date,
        min(event_at) as first_heard_at,
        max(event_at) as last_heard_at,
        max(is_reject_signal) = 1 as has_reject_signal
    from events
    group by machine_id, cast(event_at as date)
)

select * from final
