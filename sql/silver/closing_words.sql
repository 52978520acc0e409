-- One row per machine and UTC date on which it spoke of its state, product or order: the last word on each, and when it
-- changed; the times are null where there was none. It carries the day over into the next.
--! grain: machine_id, utc_date
--! kind: table
--! version: 1
--! partition: utc_date
with heard_days as (
    select machine_id, utc_date from silver.heard_days
),

states as (
    select
        machine_id,
        utc_date,
        changed_at,
        state,
        reason_code,
        row_number() over (partition by machine_id, utc_date order by changed_at desc) as late_no
    from silver.state_changes
),

products as (
    select
        machine_id,
        utc_date,
        changed_at,
        product_id,
        row_number() over (partition by machine_id, utc_date order by changed_at desc) as late_no
    from silver.product_changes
),

orders as (
    select
        machine_id,
        utc_date,
        changed_at,
        order_id,
        row_number() over (partition by machine_id, utc_date order by changed_at desc) as late_no
    from silver.order_changes
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
    left join states
        on heard_days.machine_id = states.machine_id and heard_days.utc_date = states.utc_date and states.late_no = 1
    left join products
        on heard_days.machine_id = products.machine_id
        and heard_days.utc_date = products.utc_date
        and products.late_no = 1
    left join orders
        on heard_days.machine_id = orders.machine_id and heard_days.utc_date = orders.utc_date and orders.late_no = 1
    where states.changed_at is not null or products.changed_at is not null or orders.changed_at is not null
)

select * from final
