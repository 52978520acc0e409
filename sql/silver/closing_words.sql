-- One row per machine and UTC date on which it spoke of its state, product or order: the last word on each, and when it
-- changed; the times are null where there was none. It carries the day over into the next.
--! grain: machine_id, utc_date
--! kind: table
--! version: 1
--! partition: utc_date
with heard_days as (
    select machine_id, utc_date from silver.heard_days
),

last_states as (
    select machine_id, utc_date, max(changed_at) as changed_at
    from silver.state_changes
    group by machine_id, utc_date
),

last_products as (
    select machine_id, utc_date, max(changed_at) as changed_at
    from silver.product_changes
    group by machine_id, utc_date
),

last_orders as (
    select machine_id, utc_date, max(changed_at) as changed_at
    from silver.order_changes
    group by machine_id, utc_date
),

final as (
    select
        heard_days.machine_id,
        heard_days.utc_date,
        states.state,
        states.reason_code,
        products.product_id,
        orders.order_id,
        states.changed_at as state_changed_at,
        products.changed_at as product_changed_at,
        orders.changed_at as order_changed_at
    from heard_days
    left join last_states
        on heard_days.machine_id = last_states.machine_id and heard_days.utc_date = last_states.utc_date
    left join silver.state_changes as states
        on last_states.machine_id = states.machine_id and last_states.changed_at = states.changed_at
    left join last_products
        on heard_days.machine_id = last_products.machine_id and heard_days.utc_date = last_products.utc_date
    left join silver.product_changes as products
        on last_products.machine_id = products.machine_id and last_products.changed_at = products.changed_at
    left join last_orders
        on heard_days.machine_id = last_orders.machine_id and heard_days.utc_date = last_orders.utc_date
    left join silver.order_changes as orders
        on last_orders.machine_id = orders.machine_id and last_orders.changed_at = orders.changed_at
    where states.changed_at is not null or products.changed_at is not null or orders.changed_at is not null
)

select * from final
