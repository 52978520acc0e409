-- One row per change of the product a machine holds that is news: the first word of a day is none when it says what
-- held already.
--! grain: machine_id, changed_at
--! kind: view
--! version: 1
with product_changes as (
    select * from silver.product_changes
),

opening_words as (
    select * from silver.opening_words
),

final as (
    select
        product_changes.machine_id,
        product_changes.utc_date,
        product_changes.changed_at,
        product_changes.product_id
    from product_changes
    left join opening_words
        on product_changes.machine_id = opening_words.machine_id
        and product_changes.utc_date = opening_words.utc_date
    where
        not (
            product_changes.is_first
            and opening_words.machine_id is not null
            and coalesce(product_changes.product_id, '') = coalesce(opening_words.product_id, '')
        )
)

select * from final
