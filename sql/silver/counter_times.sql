-- One row per counter step and machine slice of a UTC day that it touches: the running time of the step in that slice.
-- The slice of the later reading always has a row, with 0 where nothing ran.
--! grain: machine_id, step_ended_at, slice_started_at
--! kind: table
--! partition: utc_date
--! version: 1
with counter_steps as (
    select * from silver.counter_steps
),

counted_days as (
    select distinct machine_id, utc_date from counter_steps
),

ledger as (
    select
        ledger.machine_id,
        ledger.utc_date,
        ledger.started_at,
        ledger.ended_at,
        ledger.slice_started_at,
        ledger.bucket
    from silver.ledger as ledger
    inner join counted_days
        on ledger.machine_id = counted_days.machine_id and ledger.utc_date = counted_days.utc_date
),

machine_slices as (
    select machine_id, started_at, ended_at from silver.machine_slices
),

-- A step that began on a day before counts from the start of this one.
points as (
    select
        machine_id,
        utc_date,
        started_at as point_at,
        1 as kind_no,
        started_at as interval_started_at,
        cast(null as timestamp) as step_ended_at
    from ledger
    union all
    select
        machine_id,
        utc_date,
        greatest(started_at, cast(utc_date as timestamp)) as point_at,
        2 as kind_no,
        cast(null as timestamp) as interval_started_at,
        ended_at as step_ended_at
    from counter_steps
    where ended_at > cast(utc_date as timestamp)
    union all
    select
        machine_id,
        utc_date,
        ended_at as point_at,
        0 as kind_no,
        cast(null as timestamp) as interval_started_at,
        cast(null as timestamp) as step_ended_at
    from counter_steps
    where cast(ended_at as date) = utc_date
),

filled as (
    select
        machine_id,
        utc_date,
        point_at,
        lead(point_at) over (partition by machine_id, utc_date order by point_at, kind_no) as next_point_at,
        max_by(interval_started_at, interval_started_at) over (
            partition by machine_id, utc_date
            order by point_at, kind_no rows between unbounded preceding and current row
        ) as interval_started_at,
        max_by(step_ended_at, step_ended_at) over (
            partition by machine_id, utc_date
            order by point_at, kind_no rows between unbounded preceding and current row
        ) as step_ended_at
    from points
),

running_times as (
    select
        filled.machine_id,
        filled.utc_date,
        filled.step_ended_at,
        ledger.slice_started_at,
        millis_between(
            filled.point_at,
            least(coalesce(filled.next_point_at, filled.step_ended_at), ledger.ended_at, filled.step_ended_at)
        ) as weight
    from filled
    inner join ledger
        on filled.machine_id = ledger.machine_id
        and filled.utc_date = ledger.utc_date
        and filled.interval_started_at = ledger.started_at
    where
        ledger.bucket = 'running'
        and filled.point_at < filled.step_ended_at
        and filled.point_at < ledger.ended_at
    union all
    select
        counter_steps.machine_id,
        counter_steps.utc_date,
        counter_steps.ended_at,
        machine_slices.started_at,
        0
    from counter_steps
    inner join machine_slices
        on counter_steps.machine_id = machine_slices.machine_id
        and hour_number(counter_steps.ended_at) = hour_number(machine_slices.started_at)
        and counter_steps.ended_at >= machine_slices.started_at
        and counter_steps.ended_at < machine_slices.ended_at
    where cast(counter_steps.ended_at as date) = counter_steps.utc_date
),

weighed as (
    select
        machine_id,
        utc_date,
        step_ended_at,
        slice_started_at,
        sum(weight) as weight
    from running_times
    group by machine_id, utc_date, step_ended_at, slice_started_at
),

final as (
    select
        weighed.machine_id,
        weighed.utc_date,
        counter_steps.started_at as step_started_at,
        weighed.step_ended_at,
        weighed.slice_started_at,
        counter_steps.total_qty as step_qty,
        counter_steps.scrap_qty as step_scrap_qty,
        cast(weighed.weight as bigint) as weight
    from weighed
    inner join counter_steps
        on weighed.machine_id = counter_steps.machine_id
        and weighed.utc_date = counter_steps.utc_date
        and weighed.step_ended_at = counter_steps.ended_at
)

select * from final
