-- One row per failure: when it began and ended, its elapsed repair, the operating time (running and setup) since the
-- last restoration or, for the first, since the ledger began. An open failure has no end yet and its repair so far.
--! grain: machine_id, failed_at
--! kind: table
--! version: 1
with failures as (
    select * from silver.failures
),

machine_slices as (
    select machine_id, slice_no, production_date, shift_id from silver.machine_slices
),

operating_intervals as (
    select machine_id, interval_no, started_at, duration_ms from silver.ledger where bucket in ('running', 'setup')
),

points as (
    select machine_id, started_at as point_at, 0 as rank_no, duration_ms, cast(null as bigint) as failure_no
    from operating_intervals
    union all
    select machine_id, failed_at as point_at, 1 as rank_no, cast(0 as bigint) as duration_ms, failure_no
    from failures
),

summed as (
    select
        machine_id,
        failure_no,
        sum(duration_ms) over (
            partition by machine_id order by point_at, rank_no rows between unbounded preceding and current row
        ) as operated_ms
    from points
),

operated as (
    select
        machine_id,
        failure_no,
        operated_ms - coalesce(lag(operated_ms) over (partition by machine_id order by failure_no), 0) as operating_ms
    from summed
    where failure_no is not null
),

final as (
    select
        failures.machine_id,
        failures.failed_at,
        failures.restored_at,
        failures.repair_ms,
        cast(operated.operating_ms as bigint) as operating_ms,
        failures.reason_code,
        failures.is_open,
        failures.failure_no,
        machine_slices.production_date,
        coalesce(machine_slices.shift_id, 'unscheduled') as shift_id
    from failures
    inner join operated
        on failures.machine_id = operated.machine_id and failures.failure_no = operated.failure_no
    inner join machine_slices
        on failures.machine_id = machine_slices.machine_id and failures.slice_no = machine_slices.slice_no
)

select * from final
