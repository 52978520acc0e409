-- One row per ledger interval that readings of energy cover: joules, each step spread evenly over the time between its
-- readings. Shares are cumulative and rounded down, so that the parts of a step always sum to it.
--! grain: machine_id, interval_no
--! kind: table
--! version: 1
with points as (
    select machine_id, started_at, interval_no, cast(null as bigint) as step_no from silver.ledger
    union all
    select machine_id, started_at, cast(null as bigint) as interval_no, step_no from silver.energy_steps
),

numbered as (
    select
        *,
        row_number() over (
            partition by machine_id order by started_at, coalesce(interval_no, 0)
        ) as point_no,
        lead(started_at) over (
            partition by machine_id order by started_at, coalesce(interval_no, 0)
        ) as next_started_at
    from points
),

-- Intervals and steps are both numbered without gaps: what is not of one kind among the points so far is of the other.
filled as (
    select
        machine_id,
        started_at,
        next_started_at,
        coalesce(interval_no, point_no - step_no) as interval_no,
        coalesce(step_no, point_no - interval_no) as step_no
    from numbered
),

parts as (
    select
        filled.machine_id,
        filled.interval_no,
        ledger.slice_no,
        millis_between(filled.started_at, least(
            coalesce(filled.next_started_at, energy_steps.ended_at), energy_steps.ended_at
        )) as covered_ms,
        whole_share(
            energy_steps.energy_j,
            millis_between(energy_steps.started_at, least(
                coalesce(filled.next_started_at, energy_steps.ended_at), energy_steps.ended_at
            )),
            millis_between(energy_steps.started_at, energy_steps.ended_at)
        ) - whole_share(
            energy_steps.energy_j,
            millis_between(energy_steps.started_at, filled.started_at),
            millis_between(energy_steps.started_at, energy_steps.ended_at)
        ) as energy_j
    from filled
    inner join silver.energy_steps as energy_steps
        on filled.machine_id = energy_steps.machine_id and filled.step_no = energy_steps.step_no
    inner join silver.ledger as ledger
        on filled.machine_id = ledger.machine_id and filled.interval_no = ledger.interval_no
    where filled.started_at < energy_steps.ended_at
),

final as (
    select
        machine_id,
        interval_no,
        slice_no,
        cast(sum(energy_j) as bigint) as energy_j,
        cast(sum(covered_ms) as bigint) as covered_ms
    from parts
    group by machine_id, interval_no, slice_no
)

select * from final
