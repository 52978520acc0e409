-- One row per machine, shift, bucket and reason of time that was not spent running: how long, in how many stops, and
-- the longest of them within the shift. A stop counts once per bucket and reason, where it first appears.
--! grain: machine_id, production_date, shift_id, bucket, reason_code?
--! kind: table
--! version: 1
--! partition: production_date
--! window: silver.ledger -1..2, silver.machine_slices -1..2, silver.repeated_losses -1..2
with losses as (
    select
        machine_id,
        utc_date,
        started_at,
        slice_started_at,
        coalesce(episode_started_at, cast('1900-01-01' as timestamp)) as stop_began_at,
        bucket,
        reason_code,
        duration_ms
    from silver.ledger
    where bucket != 'running'
),

machine_slices as (
    select
        machine_id,
        started_at,
        production_date,
        coalesce(shift_id, 'unscheduled') as shift_id
    from silver.machine_slices
),

-- Most stops are one interval, so only the others are put together.
continued_stops as (
    select distinct machine_id, stop_began_at from losses where started_at != stop_began_at
),

brief_stops as (
    select
        losses.machine_id,
        losses.slice_started_at,
        losses.bucket,
        losses.reason_code,
        losses.duration_ms
    from losses
    left join continued_stops
        on losses.machine_id = continued_stops.machine_id and losses.stop_began_at = continued_stops.stop_began_at
    where continued_stops.machine_id is null
),

numbered as (
    select
        losses.*,
        row_number() over (
            partition by
                losses.machine_id,
                losses.utc_date,
                losses.stop_began_at,
                losses.bucket,
                coalesce(losses.reason_code, '')
            order by losses.started_at
        ) as interval_no
    from losses
    inner join continued_stops
        on losses.machine_id = continued_stops.machine_id and losses.stop_began_at = continued_stops.stop_began_at
),

stops as (
    select
        brief_stops.machine_id,
        machine_slices.production_date,
        machine_slices.shift_id,
        brief_stops.bucket,
        brief_stops.reason_code,
        brief_stops.duration_ms as loss_ms,
        1 as stop_count
    from brief_stops
    inner join machine_slices
        on brief_stops.machine_id = machine_slices.machine_id
        and brief_stops.slice_started_at = machine_slices.started_at
    union all
    select
        numbered.machine_id,
        machine_slices.production_date,
        machine_slices.shift_id,
        numbered.bucket,
        numbered.reason_code,
        sum(numbered.duration_ms) as loss_ms,
        sum(case when numbered.interval_no = 1 and repeated_losses.machine_id is null then 1 else 0 end) as stop_count
    from numbered
    inner join machine_slices
        on numbered.machine_id = machine_slices.machine_id and numbered.slice_started_at = machine_slices.started_at
    left join silver.repeated_losses as repeated_losses
        on numbered.machine_id = repeated_losses.machine_id
        and numbered.utc_date = repeated_losses.utc_date
        and numbered.stop_began_at = repeated_losses.episode_started_at
        and numbered.bucket = repeated_losses.bucket
        and coalesce(numbered.reason_code, '') = coalesce(repeated_losses.reason_code, '')
    group by
        numbered.machine_id,
        machine_slices.production_date,
        machine_slices.shift_id,
        numbered.bucket,
        numbered.reason_code,
        numbered.stop_began_at
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
