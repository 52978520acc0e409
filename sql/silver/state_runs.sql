-- One row per stretch of one state and reason, cut at midnight UTC and gap-free from the first state of a machine to
-- its horizon. SILENT stands where nothing was heard for silence_s; the state before the silence resumes with the next
-- word unless that is a state. part_* are the ends, within the day, of the episode, which is a run of time in one
-- state. The last run may have no length: a state reported at the horizon itself.
--! grain: machine_id, started_at
--! kind: table
--! version: 1
--! partition: utc_date
with machine_days as (
    select * from silver.machine_days
),

silences as (
    select * from silver.silences
),

words as (
    select * from silver.state_words
),

-- The word before a silence, which resumes at its end; time before the first word is nobody's.
broken_words as (
    select
        silences.machine_id,
        silences.utc_date,
        silences.started_at,
        silences.ended_at,
        silences.is_open,
        max(words.started_at) as word_at
    from silences
    inner join words
        on silences.machine_id = words.machine_id and silences.utc_date = words.utc_date
    where words.rank_no = 0 or words.started_at < silences.ended_at
    group by silences.machine_id, silences.utc_date, silences.started_at, silences.ended_at, silences.is_open
),

-- rank_no orders what falls on one instant; the last of it holds from then on.
points as (
    select machine_id, utc_date, started_at, rank_no, state, reason_code from words
    union all
    select machine_id, utc_date, started_at, 1 as rank_no, 'SILENT' as state, as_text(null) as reason_code
    from broken_words
    union all
    select
        broken_words.machine_id,
        broken_words.utc_date,
        broken_words.ended_at as started_at,
        2 as rank_no,
        words.state,
        words.reason_code
    from broken_words
    inner join words
        on broken_words.machine_id = words.machine_id
        and broken_words.utc_date = words.utc_date
        and broken_words.word_at = words.started_at
    where not broken_words.is_open
),

filled as (
    select
        *,
        lead(started_at) over (partition by machine_id, utc_date order by started_at, rank_no) as next_started_at
    from points
),

kept as (
    select
        filled.machine_id,
        filled.utc_date,
        filled.started_at,
        coalesce(filled.next_started_at, machine_days.known_until_at) as ended_at,
        filled.state,
        filled.reason_code
    from filled
    inner join machine_days
        on filled.machine_id = machine_days.machine_id and filled.utc_date = machine_days.utc_date
    where
        filled.next_started_at > filled.started_at
        or (filled.next_started_at is null and (filled.rank_no != 0 or machine_days.known_until_at > filled.started_at))
),

compared as (
    select
        *,
        coalesce(lag(state) over (partition by machine_id, utc_date order by started_at) = state, false)
            as is_continued,
        coalesce(lead(state) over (partition by machine_id, utc_date order by started_at) = state, false) as has_more
    from kept
),

-- Most parts are one stretch, so only the others are numbered.
numbered as (
    select
        *,
        sum(case when is_continued then 0e0 else 1e0 end) over (
            partition by machine_id, utc_date order by started_at rows between unbounded preceding and current row
        ) as part_no
    from compared
    where is_continued or has_more
),

final as (
    select
        machine_id,
        utc_date,
        started_at,
        ended_at,
        state,
        reason_code,
        started_at as part_started_at,
        ended_at as part_ended_at
    from compared
    where not is_continued and not has_more
    union all
    select
        machine_id,
        utc_date,
        started_at,
        ended_at,
        state,
        reason_code,
        min(started_at) over (partition by machine_id, utc_date, part_no) as part_started_at,
        max(ended_at) over (partition by machine_id, utc_date, part_no) as part_ended_at
    from numbered
)

select * from final
