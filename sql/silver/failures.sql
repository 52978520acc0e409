-- One row per failure: one spell of FAILURE, counted once however many shifts, days or reasons it spans. A silence
-- inside does not end it when the first word after is FAILURE again. Open until another state is heard; then repair is
-- elapsed time. operating_ms is the operating time (running and setup) since the failure before began.
--! grain: machine_id, failed_at
--! kind: table
--! version: 1
--! partition: utc_date
with spells as (
    select
        *,
        lead(started_at) over (partition by machine_id, utc_date order by started_at) is null as is_last
    from silver.failure_spells
),

begun as (
    select
        spells.machine_id,
        spells.utc_date,
        spells.started_at as failed_at,
        case
            when spells.is_last then coalesce(failure_carries.lasting_until_at, spells.ended_at) else spells.ended_at
        end as last_failing_at,
        coalesce(
            spells.reason_code, case when spells.is_last then failure_carries.lasting_reason_code end
        ) as reason_code,
        spells.is_last and failure_carries.is_open as is_open,
        spells.operating_ms,
        failure_carries.previous_failed_at,
        failure_carries.operating_ms as carried_ms,
        spells.slice_started_at,
        spells.production_date,
        spells.shift_id
    from spells
    inner join silver.failure_carries as failure_carries
        on spells.machine_id = failure_carries.machine_id and spells.utc_date = failure_carries.utc_date
    where spells.is_failing and not (spells.is_first_heard and failure_carries.is_continued)
),

compared as (
    select
        *,
        lag(failed_at) over (partition by machine_id, utc_date order by failed_at) as earlier_failed_at
    from begun
),

final as (
    select
        machine_id,
        utc_date,
        failed_at,
        coalesce(earlier_failed_at, previous_failed_at) as previous_failed_at,
        case when not is_open then last_failing_at end as restored_at,
        millis_between(failed_at, last_failing_at) as repair_ms,
        cast(
            operating_ms + case when earlier_failed_at is null then carried_ms else 0 end as bigint
        ) as operating_ms,
        reason_code,
        is_open,
        slice_started_at,
        production_date,
        shift_id
    from compared
)

select * from final
