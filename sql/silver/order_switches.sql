-- One row per change of the order a machine holds that is news: the first word of a day is none when it says what held
-- already.
--! grain: machine_id, changed_at
--! kind: view
--! version: 1
with order_changes as (
    select * from silver.order_changes
),

opening_words as (
    select * from silver.opening_words
),

final as (
    select
        order_changes.machine_id,
        order_changes.utc_date,
        order_changes.changed_at,
        order_changes.order_id
    from order_changes
    left join opening_words
        on order_changes.machine_id = opening_words.machine_id
        and order_changes.utc_date = opening_words.utc_date
    where
        not (
            order_changes.is_first
            and opening_words.machine_id is not null
            and coalesce(order_changes.order_id, '') = coalesce(opening_words.order_id, '')
        )
)

select * from final
