-- One row per part of a run of one state that lies in one machine slice: from where it begins, or from the start of
-- each later slice that it reaches. A slice before the first word on the state, as far as that leaves it, has no run.
-- Parts of no length stand for runs of none.
--! grain: machine_id, started_at, run_started_at?
--! kind: view
--! version: 1
with machine_slices as (
    select * from silver.machine_slices
),

-- Slices never cross an hour of UTC, so the hour is an equality that a hash join can use.
begun_runs as (
    select
        state_runs.machine_id,
        state_runs.utc_date,
        state_runs.started_at as run_started_at,
        state_runs.ended_at as run_ended_at,
        state_runs.state,
        state_runs.reason_code,
        state_runs.part_started_at,
        state_runs.part_ended_at,
        machine_slices.started_at as slice_started_at,
        machine_slices.ended_at as slice_ended_at,
        machine_slices.shift_id,
        machine_slices.is_break,
        machine_slices.is_planned_stop,
        machine_slices.planned_reason_code
    from silver.state_runs as state_runs
    inner join machine_slices
        on state_runs.machine_id = machine_slices.machine_id
        and hour_number(state_runs.started_at) = hour_number(machine_slices.started_at)
        and state_runs.started_at >= machine_slices.started_at
        and state_runs.started_at < machine_slices.ended_at
),

first_runs as (
    select machine_id, utc_date, min(started_at) as started_at
    from silver.state_runs
    group by machine_id, utc_date
),

final as (
    select
        machine_id,
        utc_date,
        run_started_at as started_at,
        least(run_ended_at, slice_ended_at) as ended_at,
        slice_started_at,
        run_started_at,
        state,
        reason_code,
        part_started_at,
        part_ended_at,
        shift_id,
        is_break,
        is_planned_stop,
        planned_reason_code
    from begun_runs
    union all
    select
        begun_runs.machine_id,
        begun_runs.utc_date,
        machine_slices.started_at,
        least(begun_runs.run_ended_at, machine_slices.ended_at) as ended_at,
        machine_slices.started_at as slice_started_at,
        begun_runs.run_started_at,
        begun_runs.state,
        begun_runs.reason_code,
        begun_runs.part_started_at,
        begun_runs.part_ended_at,
        machine_slices.shift_id,
        machine_slices.is_break,
        machine_slices.is_planned_stop,
        machine_slices.planned_reason_code
    from begun_runs
    inner join machine_slices
        on begun_runs.machine_id = machine_slices.machine_id
        and begun_runs.utc_date = machine_slices.utc_date
        and begun_runs.slice_ended_at <= machine_slices.started_at
        and begun_runs.run_ended_at > machine_slices.started_at
    where begun_runs.run_ended_at > begun_runs.slice_ended_at
    union all
    select
        machine_slices.machine_id,
        machine_slices.utc_date,
        machine_slices.started_at,
        least(
            machine_slices.ended_at,
            machine_slices.known_until_at,
            coalesce(first_runs.started_at, machine_slices.known_until_at)
        ) as ended_at,
        machine_slices.started_at as slice_started_at,
        null as run_started_at,
        null as state,
        null as reason_code,
        null as part_started_at,
        null as part_ended_at,
        machine_slices.shift_id,
        machine_slices.is_break,
        machine_slices.is_planned_stop,
        machine_slices.planned_reason_code
    from machine_slices
    left join first_runs
        on machine_slices.machine_id = first_runs.machine_id and machine_slices.utc_date = first_runs.utc_date
    where first_runs.started_at is null or machine_slices.started_at < first_runs.started_at
)

select * from final
