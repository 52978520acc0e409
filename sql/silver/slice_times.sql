-- One row per machine slice that has known time: milliseconds by bucket.
--! grain: machine_id, slice_started_at
--! kind: table
--! version: 1
--! partition: utc_date
with ledger as (
    select * from silver.ledger
),

final as (
    select
        machine_id,
        utc_date,
        slice_started_at,
        cast(sum(duration_ms) as bigint) as calendar_ms,
        cast(sum(case when bucket = 'running' then duration_ms else 0 end) as bigint) as running_ms,
        cast(sum(case when bucket = 'unscheduled' then duration_ms else 0 end) as bigint) as unscheduled_ms,
        cast(sum(case when bucket = 'planned_stop' then duration_ms else 0 end) as bigint) as planned_stop_ms,
        cast(sum(case when bucket = 'no_data' then duration_ms else 0 end) as bigint) as no_data_ms,
        cast(sum(case when bucket = 'setup' then duration_ms else 0 end) as bigint) as setup_ms,
        cast(sum(case when bucket = 'breakdown' then duration_ms else 0 end) as bigint) as breakdown_ms,
        cast(sum(case when bucket = 'starved' then duration_ms else 0 end) as bigint) as starved_ms,
        cast(sum(case when bucket = 'blocked' then duration_ms else 0 end) as bigint) as blocked_ms,
        cast(sum(case when bucket = 'minor_stop' then duration_ms else 0 end) as bigint) as minor_stop_ms,
        cast(sum(case when bucket = 'other_stop' then duration_ms else 0 end) as bigint) as other_stop_ms,
        cast(sum(case when is_overtime then duration_ms else 0 end) as bigint) as overtime_ms
    from ledger
    group by machine_id, utc_date, slice_started_at
)

select * from final
