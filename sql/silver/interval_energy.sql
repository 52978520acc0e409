-- One row per ledger interval that readings of energy cover: joules, each step spread evenly over the time between its
-- readings. Shares are cumulative from the start of the step and rounded down, so that the parts of a step always sum
-- to it, also over days.
--! grain: machine_id, started_at
--! kind: table
--! partition: utc_date
--! version: 1
with points as (
    select
        machine_id,
        utc_date,
        started_at as point_at,
        0 as kind_no,
        started_at as interval_started_at,
        cast(null as timestamp) as step_started_at
    from silver.ledger
    union all
    select
        machine_id,
        utc_date,
        greatest(started_at, cast(utc_date as timestamp)) as point_at,
        1 as kind_no,
        cast(null as timestamp) as interval_started_at,
        started_at as step_started_at
    from silver.energy_steps
),

filled as (
    select
        machine_id,
        utc_date,
        point_at,
        lead(point_at) over (partition by machine_id, utc_date order by point_at, kind_no) as next_point_at,
        max(interval_started_at) over (
            partition by machine_id, utc_date
            order by point_at, kind_no rows between unbounded preceding and current row
        ) as interval_started_at,
        max(step_started_at) over (
            partition by machine_id, utc_date
            order by point_at, kind_no rows between unbounded preceding and current row
        ) as step_started_at
    from points
),

stretches as (
    select
        filled.machine_id,
        filled.utc_date,
        filled.interval_started_at,
        ledger.slice_started_at,
        filled.point_at as started_at,
        least(
            coalesce(filled.next_point_at, energy_steps.ended_at), energy_steps.ended_at, ledger.ended_at
        ) as ended_at,
        energy_steps.started_at as step_started_at,
        energy_steps.energy_j,
        millis_between(energy_steps.started_at, energy_steps.ended_at) as step_ms
    from filled
    inner join silver.energy_steps as energy_steps
        on filled.machine_id = energy_steps.machine_id
        and filled.utc_date = energy_steps.utc_date
        and filled.step_started_at = energy_steps.started_at
    inner join silver.ledger as ledger
        on filled.machine_id = ledger.machine_id and filled.interval_started_at = ledger.started_at
    where filled.point_at < energy_steps.ended_at
),

final as (
    select
        machine_id,
        utc_date,
        interval_started_at as started_at,
        slice_started_at,
        cast(sum(
            whole_share(energy_j, millis_between(step_started_at, ended_at), step_ms)
            - whole_share(energy_j, millis_between(step_started_at, started_at), step_ms)
        ) as bigint) as energy_j,
        cast(sum(millis_between(started_at, ended_at)) as bigint) as covered_ms
    from stretches
    group by machine_id, utc_date, interval_started_at, slice_started_at
)

select * from final
