-- One row per machine, shift, bucket and reason of time in which energy was read: joules, and the time they cover.
--! grain: machine_id, production_date, shift_id, bucket, reason_code?
--! kind: table
--! partition: production_date
--! window: silver.interval_energy -1..2, silver.ledger -1..2, silver.machine_slices -1..2
--! version: 1
with interval_energy as (
    select * from silver.interval_energy
),

final as (
    select
        interval_energy.machine_id,
        machine_slices.production_date,
        coalesce(machine_slices.shift_id, 'unscheduled') as shift_id,
        ledger.bucket,
        ledger.reason_code,
        cast(sum(interval_energy.energy_j) as bigint) as energy_j,
        cast(sum(interval_energy.covered_ms) as bigint) as covered_ms
    from interval_energy
    inner join silver.ledger as ledger
        on interval_energy.machine_id = ledger.machine_id and interval_energy.started_at = ledger.started_at
    inner join silver.machine_slices as machine_slices
        on interval_energy.machine_id = machine_slices.machine_id
        and interval_energy.slice_started_at = machine_slices.started_at
    group by
        interval_energy.machine_id,
        machine_slices.production_date,
        coalesce(machine_slices.shift_id, 'unscheduled'),
        ledger.bucket,
        ledger.reason_code
)

select * from final
