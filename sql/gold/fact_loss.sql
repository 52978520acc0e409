-- One row per machine, shift, bucket and reason of time that was not spent running: how long, in how many stops, and
-- the longest of them within the shift. A stop counts once per bucket and reason, where it first appears.
--! grain: machine_id, production_date, shift_id, bucket, reason_code?
--! kind: table
--! version: 1
with ledger as (
    select * from silver.ledger where bucket != 'running'
),

machine_slices as (
    select machine_id, slice_no, production_date, shift_id from silver.machine_slices
),

placed as (
    select
        ledger.machine_id,
        machine_slices.production_date,
        coalesce(machine_slices.shift_id, 'unscheduled') as shift_id,
        ledger.bucket,
        ledger.reason_code,
        coalesce(ledger.episode_no, 0) as episode_no,
        ledger.duration_ms,
        case
            when row_number() over (
                partition by
                    ledger.machine_id, coalesce(ledger.episode_no, 0), ledger.bucket, coalesce(ledger.reason_code, '')
                order by ledger.interval_no
            ) = 1 then 1
            else 0
        end as is_first
    from ledger
    inner join machine_slices
        on ledger.machine_id = machine_slices.machine_id and ledger.slice_no = machine_slices.slice_no
),

stops as (
    select
        machine_id,
        production_date,
        shift_id,
        bucket,
        reason_code,
        episode_no,
        sum(duration_ms) as loss_ms,
        sum(is_first) as stop_count
    from placed
    group by machine_id, production_date, shift_id, bucket, reason_code, episode_no
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
