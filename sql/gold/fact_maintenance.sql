-- One row per machine and shift with maintenance: how long the machine stood in FAILURE (corrective) and in
-- MAINTENANCE (preventive), in elapsed time, whatever the calendar had planned.
--! grain: machine_id, production_date, shift_id
--! kind: table
--! version: 1
--! partition: production_date
--! window: silver.ledger -1..2, silver.machine_slices -1..2
with ledger as (
    select machine_id, slice_started_at, state, duration_ms from silver.ledger where state in ('FAILURE', 'MAINTENANCE')
),

machine_slices as (
    select machine_id, started_at, production_date, shift_id from silver.machine_slices
),

slice_times as (
    select
        machine_id,
        slice_started_at,
        sum(case when state = 'FAILURE' then duration_ms else 0 end) as corrective_ms,
        sum(case when state = 'MAINTENANCE' then duration_ms else 0 end) as preventive_ms
    from ledger
    group by machine_id, slice_started_at
),

final as (
    select
        slice_times.machine_id,
        machine_slices.production_date,
        coalesce(machine_slices.shift_id, 'unscheduled') as shift_id,
        cast(sum(slice_times.corrective_ms) as bigint) as corrective_ms,
        cast(sum(slice_times.preventive_ms) as bigint) as preventive_ms
    from slice_times
    inner join machine_slices
        on slice_times.machine_id = machine_slices.machine_id
        and slice_times.slice_started_at = machine_slices.started_at
    group by
        slice_times.machine_id,
        machine_slices.production_date,
        coalesce(machine_slices.shift_id, 'unscheduled')
)

select * from final
