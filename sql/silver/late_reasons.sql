-- One row per state run that was explained later, with the reason that holds. A reason event speaks of the stop that
-- covers its `applies_at` (its own time without one): of the stretch it points into, whatever reason that had, and of
-- the rest of the stop where it has none. The last word counts; running, silent and unknown time takes no reason.
--! grain: machine_id, run_no
--! kind: table
--! version: 2
with reason_events as (
    select
        machine_id,
        floor_to_milli(coalesce(applies_at, event_at)) as applies_at,
        reason_code,
        row_number() over (
            partition by machine_id
            order by event_at, coalesce(seq, -9007199254740992), coalesce(event_id, ''), coalesce(reason_code, '')
        ) as word_no
    from silver.events
    where event_type = 'reason'
),

state_runs as (
    select machine_id, run_no, episode_no, state, reason_code, started_at, ended_at from silver.state_runs
),

points as (
    select machine_id, started_at as point_at, cast(0 as bigint) as word_no from state_runs
    union all
    select machine_id, applies_at as point_at, word_no from reason_events
),

numbered as (
    select
        machine_id,
        word_no,
        row_number() over (partition by machine_id order by point_at, word_no) as point_no,
        row_number() over (
            partition by machine_id, case when word_no = 0 then 0 else 1 end order by point_at, word_no
        ) as kind_no
    from points
),

-- Runs are numbered without gaps: the points up to a word that are no words are runs.
words as (
    select
        reason_events.machine_id,
        reason_events.word_no,
        reason_events.reason_code,
        state_runs.run_no,
        state_runs.episode_no,
        row_number() over (
            partition by state_runs.machine_id, state_runs.run_no order by reason_events.word_no desc
        ) as late_in_run_no,
        row_number() over (
            partition by state_runs.machine_id, state_runs.episode_no order by reason_events.word_no desc
        ) as late_in_episode_no
    from numbered
    inner join reason_events
        on numbered.machine_id = reason_events.machine_id and numbered.word_no = reason_events.word_no
    inner join state_runs
        on numbered.machine_id = state_runs.machine_id and numbered.point_no - numbered.kind_no = state_runs.run_no
    where
        state_runs.state not in ('RUNNING', 'SILENT', 'UNKNOWN')
        and (reason_events.applies_at < state_runs.ended_at or state_runs.ended_at = state_runs.started_at)
),

run_words as (
    select machine_id, run_no, reason_code from words where late_in_run_no = 1
),

episode_words as (
    select machine_id, episode_no, reason_code from words where late_in_episode_no = 1
),

final as (
    select
        state_runs.machine_id,
        state_runs.run_no,
        case when run_words.run_no is not null then run_words.reason_code else episode_words.reason_code end
            as reason_code
    from state_runs
    inner join episode_words
        on state_runs.machine_id = episode_words.machine_id and state_runs.episode_no = episode_words.episode_no
    left join run_words
        on state_runs.machine_id = run_words.machine_id and state_runs.run_no = run_words.run_no
    where run_words.run_no is not null or state_runs.reason_code is null
)

select * from final
