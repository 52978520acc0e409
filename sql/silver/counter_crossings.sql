-- One row per counter step that crosses midnight, for every UTC day from its first reading to its second.
--! grain: machine_id, utc_date, ended_at
--! kind: table
--! partition: utc_date
--! window: silver.counter_balances all, silver.counter_waiting all, silver.machine_days all
--! version: 1
with crossings as (
    select
        counter_balances.machine_id,
        counter_balances.crossing_started_at as started_at,
        counter_balances.crossing_ended_at as ended_at,
        counter_balances.crossing_qty as total_qty,
        least(
            coalesce(counter_waiting.waiting_qty, 0) + counter_balances.crossing_scrap_qty,
            counter_balances.crossing_qty
        ) as scrap_qty
    from silver.counter_balances as counter_balances
    left join silver.counter_waiting as counter_waiting
        on counter_balances.machine_id = counter_waiting.machine_id
        and counter_balances.utc_date = counter_waiting.utc_date
    where counter_balances.crossing_ended_at is not null
),

placed as (
    select machine_id, cast(started_at as date) as utc_date, started_at, ended_at, total_qty, scrap_qty
    from crossings
    union all
    select machine_id, cast(ended_at as date) as utc_date, started_at, ended_at, total_qty, scrap_qty
    from crossings
    union all
    select
        crossings.machine_id,
        machine_days.utc_date,
        crossings.started_at,
        crossings.ended_at,
        crossings.total_qty,
        crossings.scrap_qty
    from crossings
    inner join silver.machine_days as machine_days
        on crossings.machine_id = machine_days.machine_id
        and cast(crossings.started_at as date) < machine_days.utc_date
        and cast(crossings.ended_at as date) > machine_days.utc_date
    where millis_between(crossings.started_at, crossings.ended_at) > 86400000
),

final as (
    select
        machine_id,
        utc_date,
        started_at,
        ended_at,
        cast(total_qty as bigint) as total_qty,
        cast(scrap_qty as bigint) as scrap_qty
    from placed
)

select * from final
