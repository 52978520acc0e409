-- One row per stretch of a UTC date in which a machine, as far as it was heard, stood in FAILURE throughout: its first
-- reason, the slice in which it begins, and the operating time (running and setup) since the stretch before, or since
-- midnight; and one row that is not failing, for what is left of the date after the last. What days must know of each
-- other to see a failure whole.
--! grain: machine_id, started_at
--! kind: table
--! version: 1
--! partition: utc_date
with machine_slices as (
    select machine_id, utc_date, started_at, ended_at, production_date, shift_id from silver.machine_slices
),

-- A state reported at the horizon itself has no time in the ledger.
instants as (
    select
        state_runs.machine_id,
        state_runs.utc_date,
        state_runs.started_at,
        machine_slices.started_at as slice_started_at,
        state_runs.state,
        coalesce(late_reasons.reason_code, state_runs.reason_code) as reason_code
    from silver.state_runs as state_runs
    inner join machine_slices
        on state_runs.machine_id = machine_slices.machine_id
        and hour_number(state_runs.started_at) = hour_number(machine_slices.started_at)
        and state_runs.started_at >= machine_slices.started_at
        and state_runs.started_at < machine_slices.ended_at
    left join silver.late_reasons as late_reasons
        on state_runs.machine_id = late_reasons.machine_id and state_runs.started_at = late_reasons.run_started_at
    where state_runs.ended_at = state_runs.started_at and state_runs.state not in ('SILENT', 'UNKNOWN')
),

heard as (
    select
        machine_id,
        utc_date,
        started_at,
        ended_at,
        slice_started_at,
        case when state = 'FAILURE' then 1 else 0 end as is_failing,
        reason_code,
        case when bucket in ('running', 'setup') then duration_ms else 0 end as operating_ms
    from silver.ledger
    where state not in ('SILENT', 'UNKNOWN')
    union all
    select
        machine_id,
        utc_date,
        started_at,
        started_at as ended_at,
        slice_started_at,
        case when state = 'FAILURE' then 1 else 0 end as is_failing,
        reason_code,
        cast(0 as bigint) as operating_ms
    from instants
),

-- A stretch ends where FAILURE does; what comes before the next one goes with that.
compared as (
    select
        *,
        case
            when is_failing = 0
                and lag(is_failing) over (partition by machine_id, utc_date order by started_at) = 1
                then 1e0
            else 0e0
        end as is_new
    from heard
),

numbered as (
    select
        *,
        sum(is_new) over (
            partition by machine_id, utc_date order by started_at rows between unbounded preceding and current row
        ) as spell_no
    from compared
),

spells as (
    select
        machine_id,
        utc_date,
        spell_no,
        coalesce(min(case when is_failing = 1 then started_at end), min(started_at)) as started_at,
        max(ended_at) as ended_at,
        coalesce(min(case when is_failing = 1 then slice_started_at end), min(slice_started_at)) as slice_started_at,
        max(is_failing) as is_failing,
        min(is_failing) as is_pure,
        min_by(reason_code, case when is_failing = 1 and reason_code is not null then started_at end) as reason_code,
        cast(sum(operating_ms) as bigint) as operating_ms
    from numbered
    group by machine_id, utc_date, spell_no
),

final as (
    select
        spells.machine_id,
        spells.utc_date,
        spells.started_at,
        spells.ended_at,
        spells.slice_started_at,
        machine_slices.production_date,
        coalesce(machine_slices.shift_id, 'unscheduled') as shift_id,
        spells.is_failing = 1 as is_failing,
        spells.spell_no = 0 and spells.is_pure = spells.is_failing as is_first_heard,
        spells.reason_code,
        spells.operating_ms
    from spells
    inner join machine_slices
        on spells.machine_id = machine_slices.machine_id and spells.slice_started_at = machine_slices.started_at
)

select * from final
