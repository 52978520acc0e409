-- One row per machine, quantity and UTC day of the ledger: the last two readings before the day and the first two after
-- it. Only a meter needs two, health none after. Power is kept for machines without a meter alone; its next_at is until
-- when the last reading holds: until the next, or the horizon, but no further than silence_s.
--! grain: machine_id, quantity, utc_date
--! kind: table
--! partition: utc_date
--! window: silver.sample_edges all, silver.machine_days all
--! version: 1
with linked as (
    select
        *,
        lag(last_at) over (partition by machine_id, quantity order by utc_date) as before_at,
        lag(last_reading) over (partition by machine_id, quantity order by utc_date) as before_reading,
        lead(first_at) over (partition by machine_id, quantity order by utc_date) as after_at,
        lead(first_reading) over (partition by machine_id, quantity order by utc_date) as after_reading
    from silver.sample_edges
),

sampled_machines as (
    select
        machine_id,
        quantity,
        max(max(case when quantity = 'meter' then 1 else 0 end)) over (partition by machine_id) as is_metered
    from linked
    group by machine_id, quantity
),

sampled_days as (
    select sampled_machines.machine_id, sampled_machines.quantity, machine_days.utc_date
    from sampled_machines
    inner join silver.machine_days as machine_days on sampled_machines.machine_id = machine_days.machine_id
    where sampled_machines.quantity != 'power' or sampled_machines.is_metered = 0
),

neighbour_dates as (
    select
        sampled_days.machine_id,
        sampled_days.quantity,
        sampled_days.utc_date,
        linked.last_at,
        max(linked.utc_date) over (
            partition by sampled_days.machine_id, sampled_days.quantity
            order by sampled_days.utc_date rows between unbounded preceding and 1 preceding
        ) as previous_date,
        min(linked.utc_date) over (
            partition by sampled_days.machine_id, sampled_days.quantity
            order by sampled_days.utc_date rows between 1 following and unbounded following
        ) as next_date
    from sampled_days
    left join linked
        on sampled_days.machine_id = linked.machine_id
        and sampled_days.quantity = linked.quantity
        and sampled_days.utc_date = linked.utc_date
),

joined as (
    select
        neighbour_dates.machine_id,
        neighbour_dates.quantity,
        neighbour_dates.utc_date,
        coalesce(neighbour_dates.last_at, previous.last_at) as latest_at,
        previous.last_at as previous_at,
        previous.last_reading as previous_reading,
        coalesce(previous.penultimate_at, previous.before_at) as second_previous_at,
        coalesce(previous.penultimate_reading, previous.before_reading) as second_previous_reading,
        following.first_at as next_at,
        following.first_reading as next_reading,
        coalesce(following.second_at, following.after_at) as second_next_at,
        coalesce(following.second_reading, following.after_reading) as second_next_reading
    from neighbour_dates
    left join linked as previous
        on neighbour_dates.machine_id = previous.machine_id
        and neighbour_dates.quantity = previous.quantity
        and neighbour_dates.previous_date = previous.utc_date
    left join linked as following
        on neighbour_dates.machine_id = following.machine_id
        and neighbour_dates.quantity = following.quantity
        and neighbour_dates.next_date = following.utc_date
),

final as (
    select
        joined.machine_id,
        joined.quantity,
        joined.utc_date,
        joined.previous_at,
        joined.previous_reading,
        case when joined.quantity = 'meter' then joined.second_previous_at end as second_previous_at,
        case when joined.quantity = 'meter' then joined.second_previous_reading end as second_previous_reading,
        case
            when joined.quantity = 'meter' then joined.next_at
            when joined.quantity = 'power' then least(
                coalesce(joined.next_at, machines.horizon_at), add_millis(joined.latest_at, machines.silence_ms)
            )
        end as next_at,
        case when joined.quantity = 'meter' then joined.next_reading end as next_reading,
        case when joined.quantity = 'meter' then joined.second_next_at end as second_next_at,
        case when joined.quantity = 'meter' then joined.second_next_reading end as second_next_reading
    from joined
    inner join silver.machines as machines on joined.machine_id = machines.machine_id
    where
        (joined.quantity = 'meter' and joined.latest_at is not null)
        or (joined.quantity = 'health' and joined.previous_at is not null)
        or (
            joined.quantity = 'power'
            and add_millis(joined.latest_at, machines.silence_ms) > cast(joined.utc_date as timestamp)
        )
)

select * from final
