-- One row per silence and UTC date: a machine said nothing for longer than silence_s. It begins silence_s after the
-- last word, or goes on from the day before, and ends with the next word, or is open at the end of what is known of
-- the day. One that a word ends at midnight itself has no length.
--! grain: machine_id, started_at
--! kind: table
--! version: 1
--! partition: utc_date
with machine_days as (
    select * from silver.machine_days
),

hearings as (
    select machine_id, utc_date, first_heard_at, last_heard_at
    from silver.machine_hearings
    union all
    select machine_id, utc_date, last_heard_before_at as first_heard_at, last_heard_before_at as last_heard_at
    from machine_days
    where last_heard_before_at is not null
),

followed as (
    select
        machine_id,
        utc_date,
        floor_to_milli(last_heard_at) as last_heard_at,
        floor_to_milli(lead(first_heard_at) over (
            partition by machine_id, utc_date order by last_heard_at
        )) as next_heard_at
    from hearings
),

stretches as (
    select
        followed.machine_id,
        followed.utc_date,
        add_millis(followed.last_heard_at, machine_days.silence_ms) as silent_from_at,
        coalesce(followed.next_heard_at, machine_days.known_until_at) as ended_at,
        followed.next_heard_at is null as is_open
    from followed
    inner join machine_days
        on followed.machine_id = machine_days.machine_id and followed.utc_date = machine_days.utc_date
),

final as (
    select
        machine_id,
        utc_date,
        greatest(silent_from_at, cast(utc_date as timestamp)) as started_at,
        ended_at,
        is_open
    from stretches
    where silent_from_at < ended_at
)

select * from final
