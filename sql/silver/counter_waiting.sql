-- One row per machine and UTC day that begins with scrap told but not yet booked: it waits for the next pieces.
--! grain: machine_id, utc_date
--! kind: table
--! partition: utc_date
--! window: silver.counter_balances all
--! version: 1
with summed as (
    select
        machine_id,
        utc_date,
        change_qty,
        lowest_qty,
        sum(change_qty) over (
            partition by machine_id order by utc_date rows between unbounded preceding and current row
        ) as balance_qty
    from silver.counter_balances
),

-- What is booked never exceeds the pieces: the balance counts from the lowest that it ever stood at.
carried as (
    select
        machine_id,
        utc_date,
        balance_qty - change_qty - least(0, coalesce(min(balance_qty - change_qty + lowest_qty) over (
            partition by machine_id order by utc_date rows between unbounded preceding and 1 preceding
        ), 0)) as waiting_qty
    from summed
),

final as (
    select machine_id, utc_date, cast(waiting_qty as bigint) as waiting_qty
    from carried
    where waiting_qty > 0
)

select * from final
