-- One row per stretch of one state, bucket and reason of a machine: what a timeline draws. Cut where the bucket changes
-- and at shifts, not at hours.
--! grain: machine_id, started_at
--! kind: view
--! version: 1
with placed as (
    select
        ledger.machine_id,
        ledger.started_at,
        ledger.ended_at,
        coalesce(ledger.state, 'UNKNOWN') as state,
        ledger.bucket,
        ledger.reason_code,
        machine_slices.production_date,
        coalesce(machine_slices.shift_id, 'unscheduled') as shift_id,
        concat(
            coalesce(ledger.state, 'UNKNOWN'), '|', ledger.bucket, '|', coalesce(ledger.reason_code, ''), '|',
            coalesce(machine_slices.shift_id, ''), '|', as_text(date_number(machine_slices.production_date)), '|',
            coalesce(as_text(ledger.episode_started_at), '')
        ) as stretch_key
    from silver.ledger as ledger
    inner join silver.machine_slices as machine_slices
        on ledger.machine_id = machine_slices.machine_id and ledger.slice_started_at = machine_slices.started_at
),

compared as (
    select
        *,
        case
            when lag(stretch_key) over (partition by machine_id order by started_at) = stretch_key then 0e0
            else 1e0
        end as is_new
    from placed
),

numbered as (
    select
        *,
        sum(is_new) over (
            partition by machine_id order by started_at rows between unbounded preceding and current row
        ) as stretch_no
    from compared
),

final as (
    select
        machine_id,
        min(started_at) as started_at,
        max(ended_at) as ended_at,
        cast(sum(millis_between(started_at, ended_at)) as double) / 1e3 as duration_s,
        state,
        bucket,
        reason_code,
        production_date,
        shift_id
    from numbered
    group by machine_id, stretch_no, state, bucket, reason_code, production_date, shift_id
)

select * from final
