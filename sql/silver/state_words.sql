-- One row per word on the state of a machine on a UTC date: rank_no 0 what held before the day, unless something else
-- was told at its very start, and 3 every change that says something new.
--! grain: machine_id, started_at
--! kind: view
--! version: 1
with opening_words as (
    select
        opening_words.machine_id,
        opening_words.utc_date,
        machine_days.known_from_at,
        opening_words.state,
        opening_words.reason_code
    from silver.opening_words as opening_words
    inner join silver.machine_days as machine_days
        on opening_words.machine_id = machine_days.machine_id and opening_words.utc_date = machine_days.utc_date
    where opening_words.state is not null
),

first_times as (
    select machine_id, min(changed_at) as changed_at
    from silver.state_changes
    group by machine_id, utc_date
),

first_changes as (
    select
        state_changes.machine_id,
        state_changes.utc_date,
        state_changes.changed_at,
        opening_words.machine_id is not null
            and state_changes.state = opening_words.state
            and coalesce(state_changes.reason_code, '') = coalesce(opening_words.reason_code, '') as is_no_news,
        state_changes.changed_at = opening_words.known_from_at as is_at_start
    from silver.state_changes as state_changes
    inner join first_times
        on state_changes.machine_id = first_times.machine_id and state_changes.changed_at = first_times.changed_at
    left join opening_words
        on state_changes.machine_id = opening_words.machine_id and state_changes.utc_date = opening_words.utc_date
),

final as (
    select
        opening_words.machine_id,
        opening_words.utc_date,
        opening_words.known_from_at as started_at,
        cast(0 as bigint) as rank_no,
        opening_words.state,
        opening_words.reason_code
    from opening_words
    left join first_changes
        on opening_words.machine_id = first_changes.machine_id
        and opening_words.utc_date = first_changes.utc_date
    where first_changes.machine_id is null or first_changes.is_no_news or not first_changes.is_at_start
    union all
    select
        state_changes.machine_id,
        state_changes.utc_date,
        state_changes.changed_at as started_at,
        cast(3 as bigint) as rank_no,
        state_changes.state,
        state_changes.reason_code
    from silver.state_changes as state_changes
    left join first_changes
        on state_changes.machine_id = first_changes.machine_id
        and state_changes.changed_at = first_changes.changed_at
    where first_changes.machine_id is null or not first_changes.is_no_news
)

select * from final
