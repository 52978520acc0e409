-- One row per part of an episode that touches midnight, and per run at an end of it, of which some day has a later
-- word: the reason of the last word on the whole run, or, where run_started_at is null, on the whole episode.
--! grain: machine_id, part_started_at, run_started_at?
--! kind: table
--! version: 1
--! partition: utc_date
--! window: silver.episode_parts all, silver.reason_edges all
with episode_parts as (
    select * from silver.episode_parts
),

words as (
    select
        episode_parts.machine_id,
        episode_parts.episode_started_at,
        case
            when reason_edges.run_started_at = episode_parts.started_at then episode_parts.opening_run_began_at
            else reason_edges.run_started_at
        end as run_began_at,
        reason_edges.told_at,
        reason_edges.seq,
        reason_edges.event_id,
        reason_edges.run_started_at,
        reason_edges.reason_code
    from silver.reason_edges as reason_edges
    inner join episode_parts
        on reason_edges.machine_id = episode_parts.machine_id
        and reason_edges.part_started_at = episode_parts.started_at
),

ranked as (
    select
        *,
        row_number() over (
            partition by machine_id, episode_started_at, run_began_at
            order by told_at desc, seq desc, event_id desc, coalesce(reason_code, '') desc, run_started_at desc
        ) as late_in_run_no,
        row_number() over (
            partition by machine_id, episode_started_at
            order by told_at desc, seq desc, event_id desc, coalesce(reason_code, '') desc, run_started_at desc
        ) as late_in_episode_no
    from words
),

run_words as (
    select machine_id, episode_started_at, run_began_at, reason_code from ranked where late_in_run_no = 1
),

final as (
    select
        episode_parts.machine_id,
        episode_parts.utc_date,
        episode_parts.started_at as part_started_at,
        cast(null as timestamp) as run_started_at,
        ranked.reason_code
    from episode_parts
    inner join ranked
        on episode_parts.machine_id = ranked.machine_id
        and episode_parts.episode_started_at = ranked.episode_started_at
        and ranked.late_in_episode_no = 1
    union all
    select
        episode_parts.machine_id,
        episode_parts.utc_date,
        episode_parts.started_at as part_started_at,
        episode_parts.started_at as run_started_at,
        run_words.reason_code
    from episode_parts
    inner join run_words
        on episode_parts.machine_id = run_words.machine_id
        and episode_parts.episode_started_at = run_words.episode_started_at
        and episode_parts.opening_run_began_at = run_words.run_began_at
    union all
    select
        episode_parts.machine_id,
        episode_parts.utc_date,
        episode_parts.started_at as part_started_at,
        episode_parts.last_run_started_at as run_started_at,
        run_words.reason_code
    from episode_parts
    inner join run_words
        on episode_parts.machine_id = run_words.machine_id
        and episode_parts.episode_started_at = run_words.episode_started_at
        and episode_parts.closing_run_began_at = run_words.run_began_at
    where episode_parts.last_run_started_at != episode_parts.started_at
)

select * from final
