-- One row per machine and UTC date that begins with something known from the days before: the state and reason last
-- reported, the product and the order last held. An absent row says that nothing was.
--! grain: machine_id, utc_date
--! kind: table
--! version: 1
--! partition: utc_date
--! window: silver.machine_days all, silver.closing_words all
with machine_days as (
    select machine_id, utc_date from silver.machine_days
),

closing_words as (
    select * from silver.closing_words
),

filled as (
    select
        machine_days.machine_id,
        machine_days.utc_date,
        max(closing_words.state_changed_at) over (
            partition by machine_days.machine_id order by machine_days.utc_date
            rows between unbounded preceding and 1 preceding
        ) as state_changed_at,
        max(closing_words.product_changed_at) over (
            partition by machine_days.machine_id order by machine_days.utc_date
            rows between unbounded preceding and 1 preceding
        ) as product_changed_at,
        max(closing_words.order_changed_at) over (
            partition by machine_days.machine_id order by machine_days.utc_date
            rows between unbounded preceding and 1 preceding
        ) as order_changed_at
    from machine_days
    left join closing_words
        on machine_days.machine_id = closing_words.machine_id and machine_days.utc_date = closing_words.utc_date
),

final as (
    select
        filled.machine_id,
        filled.utc_date,
        states.state,
        states.reason_code,
        products.product_id,
        orders.order_id
    from filled
    left join closing_words as states
        on filled.machine_id = states.machine_id and filled.state_changed_at = states.state_changed_at
    left join closing_words as products
        on filled.machine_id = products.machine_id and filled.product_changed_at = products.product_changed_at
    left join closing_words as orders
        on filled.machine_id = orders.machine_id and filled.order_changed_at = orders.order_changed_at
    where states.state is not null or products.product_id is not null or orders.order_id is not null
)

select * from final
