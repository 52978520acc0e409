-- One row per stop that was explained later: the reason that the last word on it gives. A reason event speaks of the
-- stop that covers its `applies_at` (its own time without one), whole; running or silent time takes no reason.
--! grain: machine_id, episode_no
--! kind: table
--! version: 1
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

episodes as (
    select machine_id, episode_no, state, started_at, ended_at from silver.episodes
),

points as (
    select machine_id, started_at as point_at, episode_no, cast(null as bigint) as word_no from episodes
    union all
    select machine_id, applies_at as point_at, cast(null as bigint) as episode_no, word_no from reason_events
),

numbered as (
    select
        *,
        row_number() over (
            partition by machine_id order by point_at, coalesce(word_no, 0), coalesce(episode_no, 0)
        ) as point_no,
        row_number() over (
            partition by machine_id, case when word_no is null then 0 else 1 end
            order by point_at, coalesce(word_no, 0), coalesce(episode_no, 0)
        ) as kind_no
    from points
),

-- Episodes are numbered without gaps: the points up to a word that are no words are episodes.
covered as (
    select machine_id, word_no, point_no - kind_no as episode_no from numbered where word_no is not null
),

words as (
    select
        covered.machine_id,
        covered.episode_no,
        reason_events.reason_code,
        row_number() over (partition by covered.machine_id, covered.episode_no order by covered.word_no desc) as late_no
    from covered
    inner join reason_events
        on covered.machine_id = reason_events.machine_id and covered.word_no = reason_events.word_no
    inner join episodes
        on covered.machine_id = episodes.machine_id and covered.episode_no = episodes.episode_no
    where
        episodes.state not in ('RUNNING', 'SILENT', 'UNKNOWN')
        and (reason_events.applies_at < episodes.ended_at or episodes.ended_at = episodes.started_at)
),

final as (
    select machine_id, episode_no, reason_code from words where late_no = 1
)

select * from final
