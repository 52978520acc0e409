-- One row per state run that was explained later, with the reason that holds. A later word speaks of the run it points
-- into, whatever reason that had, and of the rest of the episode where it has none, on other days too. The last word
-- counts.
--! grain: machine_id, run_started_at
--! kind: table
--! version: 1
--! partition: utc_date
with told_runs as (
    select
        *,
        row_number() over (
            partition by machine_id, part_started_at
            order by told_at desc, seq desc, event_id desc, coalesce(reason_code, '') desc, run_started_at desc
        ) as late_no
    from silver.told_runs
),

carried_reasons as (
    select * from silver.carried_reasons
),

-- Where the episode touches midnight, the words of all its days are known, those of this day among them.
part_words as (
    select machine_id, part_started_at, reason_code from carried_reasons where run_started_at is null
    union all
    select told_runs.machine_id, told_runs.part_started_at, told_runs.reason_code
    from told_runs
    left join carried_reasons
        on told_runs.machine_id = carried_reasons.machine_id
        and told_runs.part_started_at = carried_reasons.part_started_at
        and carried_reasons.run_started_at is null
    where told_runs.late_no = 1 and carried_reasons.machine_id is null
),

run_words as (
    select machine_id, run_started_at, reason_code from carried_reasons where run_started_at is not null
    union all
    select told_runs.machine_id, told_runs.run_started_at, told_runs.reason_code
    from told_runs
    left join carried_reasons
        on told_runs.machine_id = carried_reasons.machine_id
        and told_runs.run_started_at = carried_reasons.run_started_at
    where carried_reasons.machine_id is null
),

final as (
    select
        state_runs.machine_id,
        state_runs.utc_date,
        state_runs.started_at as run_started_at,
        case when run_words.machine_id is not null then run_words.reason_code else part_words.reason_code end
            as reason_code
    from silver.state_runs as state_runs
    inner join part_words
        on state_runs.machine_id = part_words.machine_id and state_runs.part_started_at = part_words.part_started_at
    left join run_words
        on state_runs.machine_id = run_words.machine_id and state_runs.started_at = run_words.run_started_at
    where run_words.machine_id is not null or state_runs.reason_code is null
)

select * from final
