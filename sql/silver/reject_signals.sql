-- One row per machine and UTC date on which it made pieces or spoke of their quality: how many pieces, and whether
-- anything could have told a reject: scrap or rework in a count, a scrap counter, a verdict.
--! grain: machine_id, utc_date
--! kind: table
--! version: 1
--! partition: utc_date
with words as (
    select
        machine_id,
        cast(event_at as date) as utc_date,
        0 as total_qty,
        case
            when scrap_qty is not null or rework_qty is not null or scrap_count is not null or verdict is not null
                then 1
            else 0
        end as is_signal
    from silver.events
    where event_type in ('count', 'counter', 'inspection')
    union all
    select machine_id, utc_date, good_qty + scrap_qty + rework_qty as total_qty, 0 as is_signal
    from silver.slice_pieces
),

final as (
    select
        machine_id,
        utc_date,
        cast(sum(total_qty) as bigint) as total_qty,
        max(is_signal) = 1 as has_reject_signal
    from words
    group by machine_id, utc_date
)

select * from final
