-- One row per machine, shift, bucket and reason of time that was not spent running: how long, in how many stops, and
-- the longest of them within the shift. A stop counts once per bucket and reason, where it first appears.
--! grain: machine_id, production_date, shift_id, bucket, reason_code?
--! kind: table
--! version: 1
--! partition: production_date
--! window: silver.ledger -1..2, silver.machine_slices -1..2, silver.repeated_losses -1..2
with ledger as (
    select
        *,
        coalesce(episode_started_at, cast('1900-01-01' as timestamp)) as stop_began_at
    from silver.ledger
    where bucket != 'running'
),

machine_slices as (
    select machine_id, started_at, production_date, shift_id from silver.machine_slices
),

placed as (
    select
        ledger.machine_id,
        ledger.utc_date,
        machine_slices.production_date,
        coalesce(machine_slices.shift_id, 'unscheduled') as shift_id,
        ledger.bucket,
        ledger.reason_code,
        ledger.stop_began_at,
        ledger.duration_ms,
        row_number() over (
            partition by
                ledger.machine_id,
                ledger.utc_date,
                ledger.stop_began_at,
                ledger.bucket,
                coalesce(ledger.reason_code, '')
            order by ledger.started_at
        ) as interval_no
    from ledger
    inner join machine_slices
        on ledger.machine_id = machine_slices.machine_id and ledger.slice_started_at = machine_slices.started_at
),

stops as (
    select
        placed.machine_id,
        placed.production_date,
        placed.shift_id,
        placed.bucket,
        placed.reason_code,
        placed.stop_began_at,
        sum(placed.duration_ms) as loss_ms,
        sum(case when placed.interval_no = 1 and repeated_losses.machine_id is null then 1 else 0 end) as stop_count
    from placed
    left join silver.repeated_losses as repeated_losses
        on placed.machine_id = repeated_losses.machine_id
        and placed.utc_date = repeated_losses.utc_date
        and placed.stop_began_at = repeated_losses.episode_started_at
        and placed.bucket = repeated_losses.bucket
        and coalesce(placed.reason_code, '') = coalesce(repeated_losses.reason_code, '')
    group by
        placed.machine_id,
        placed.production_date,
        placed.shift_id,
        placed.bucket,
        placed.reason_code,
        placed.stop_began_at
),

final as (
    select
        machine_id,
        production_date,
        shift_id,
        bucket,
        reason_code,
        cast(sum(loss_ms) as bigint) as loss_ms,
        cast(sum(stop_count) as bigint) as stop_count,
        cast(max(loss_ms) as bigint) as longest_ms
    from stops
    group by machine_id, production_date, shift_id, bucket, reason_code
)

select * from final
