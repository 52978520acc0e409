-- One row per counter step and machine slice it touches: the running time of the step in that slice. Where nothing ran
-- in the whole step, its pieces go to the slice of the later reading, which then has the weight 1.
--! grain: machine_id, step_no, slice_no
--! kind: table
--! version: 1
with counter_steps as (
    select * from silver.counter_steps
),

ledger as (
    select machine_id, interval_no, slice_no, started_at, ended_at, bucket from silver.ledger
),

machine_slices as (
    select machine_id, slice_no, started_at, ended_at from silver.machine_slices
),

points as (
    select machine_id, started_at, interval_no, cast(null as bigint) as step_no from ledger
    union all
    select machine_id, started_at, cast(null as bigint) as interval_no, step_no from counter_steps
    union all
    select machine_id, ended_at as started_at, cast(null as bigint) as interval_no, cast(null as bigint) as step_no
    from counter_steps
),

filled as (
    select
        machine_id,
        started_at,
        lead(started_at) over (
            partition by machine_id order by started_at, coalesce(interval_no, 0), coalesce(step_no, 0)
        ) as next_started_at,
        max(interval_no) over (
            partition by machine_id order by started_at, coalesce(interval_no, 0), coalesce(step_no, 0)
            rows between unbounded preceding and current row
        ) as interval_no,
        max(step_no) over (
            partition by machine_id order by started_at, coalesce(interval_no, 0), coalesce(step_no, 0)
            rows between unbounded preceding and current row
        ) as step_no
    from points
),

running_times as (
    select
        filled.machine_id,
        filled.step_no,
        ledger.slice_no,
        cast(sum(millis_between(
            filled.started_at,
            least(coalesce(filled.next_started_at, counter_steps.ended_at), ledger.ended_at, counter_steps.ended_at)
        )) as bigint) as weight
    from filled
    inner join counter_steps
        on filled.machine_id = counter_steps.machine_id and filled.step_no = counter_steps.step_no
    inner join ledger on filled.machine_id = ledger.machine_id and filled.interval_no = ledger.interval_no
    where ledger.bucket = 'running' and filled.started_at < counter_steps.ended_at
    group by filled.machine_id, filled.step_no, ledger.slice_no
),

resting_steps as (
    select
        counter_steps.machine_id,
        counter_steps.step_no,
        machine_slices.slice_no,
        cast(1 as bigint) as weight
    from counter_steps
    inner join machine_slices
        on counter_steps.machine_id = machine_slices.machine_id
        and hour_number(counter_steps.ended_at) = hour_number(machine_slices.started_at)
        and counter_steps.ended_at >= machine_slices.started_at
        and counter_steps.ended_at < machine_slices.ended_at
    left join running_times
        on counter_steps.machine_id = running_times.machine_id
        and counter_steps.step_no = running_times.step_no
        and running_times.weight > 0
    where running_times.step_no is null
),

final as (
    select machine_id, step_no, slice_no, weight from running_times where weight > 0
    union all
    select machine_id, step_no, slice_no, weight from resting_steps
)

select * from final
