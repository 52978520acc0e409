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

opening_words as (
    select * from silver.opening_words where state is not null
),

silences as (
    select * from silver.silences
),

changes as (
    select
        *,
        row_number() over (partition by machine_id, utc_date order by changed_at) as word_no
    from silver.state_changes
),

words as (
    select
        opening_words.machine_id,
        opening_words.utc_date,
        machine_days.known_from_at as started_at,
        0 as word_no,
        opening_words.state,
        opening_words.reason_code
    from opening_words
    inner join machine_days
        on opening_words.machine_id = machine_days.machine_id and opening_words.utc_date = machine_days.utc_date
    union all
    select
        changes.machine_id,
        changes.utc_date,
        changes.changed_at as started_at,
        changes.word_no,
        changes.state,
        changes.reason_code
    from changes
    left join opening_words
        on changes.machine_id = opening_words.machine_id
        and changes.utc_date = opening_words.utc_date
    -- The first word of a day is no news when it says what held already.
    where
        not (
            changes.word_no = 1
            and opening_words.machine_id is not null
            and changes.state = opening_words.state
            and coalesce(changes.reason_code, '') = coalesce(opening_words.reason_code, '')
        )
),

-- rank_no orders what falls on one instant; the last of it holds from then on.
points as (
    select machine_id, utc_date, started_at, case when word_no = 0 then 0 else 3 end as rank_no, word_no
    from words
    union all
    select machine_id, utc_date, started_at, 1 as rank_no, null as word_no from silences
    union all
    select machine_id, utc_date, ended_at, 2 as rank_no, null as word_no from silences where not is_open
),

filled as (
    select
        machine_id,
        utc_date,
        started_at,
        rank_no,
        lead(started_at) over (partition by machine_id, utc_date order by started_at, rank_no) as next_started_at,
        max(word_no) over (
            partition by machine_id, utc_date order by started_at, rank_no
            rows between unbounded preceding and current row
        ) as word_no
    from points
),

kept as (
    select
        filled.machine_id,
        filled.utc_date,
        filled.started_at,
        coalesce(filled.next_started_at, machine_days.known_until_at) as ended_at,
        case when filled.rank_no = 1 then 'SILENT' else words.state end as state,
        case when filled.rank_no = 1 then as_text(null) else words.reason_code end as reason_code
    from filled
    inner join machine_days
        on filled.machine_id = machine_days.machine_id and filled.utc_date = machine_days.utc_date
    inner join words
        on filled.machine_id = words.machine_id
        and filled.utc_date = words.utc_date
        and filled.word_no = words.word_no
    where
        filled.next_started_at > filled.started_at
        or (filled.next_started_at is null and (filled.rank_no != 0 or machine_days.known_until_at > filled.started_at))
),

compared as (
    select
        *,
        case
            when lag(state) over (partition by machine_id, utc_date order by started_at) = state then 0
            else 1
        end as is_new_part
    from kept
),

numbered as (
    select
        *,
        sum(is_new_part) over (
            partition by machine_id, utc_date order by started_at rows between unbounded preceding and current row
        ) as part_no
    from compared
),

final as (
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
