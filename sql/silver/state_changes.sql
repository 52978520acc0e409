-- One row per change of state or reason that a machine reported on a UTC date, in order: the first word of the day, and
-- then whatever differs from the word before. Of words in one millisecond the last counts.
--! grain: machine_id, changed_at
--! kind: table
--! version: 1
--! partition: utc_date
with instants as (
    select
        machine_id,
        floor_to_milli(event_at) as changed_at,
        count(*) as word_count,
        max(state) as state,
        max(reason_code) as reason_code
    from silver.events
    where event_type = 'state'
    group by machine_id, floor_to_milli(event_at)
),

-- Only where several words came in one millisecond are they put in order.
crowded as (
    select
        instants.machine_id,
        instants.changed_at,
        events.state,
        events.reason_code,
        row_number() over (
            partition by instants.machine_id, instants.changed_at
            order by
                events.event_at desc,
                coalesce(events.seq, -9007199254740992) desc,
                coalesce(events.event_id, '') desc,
                events.state desc,
                coalesce(events.reason_code, '') desc
        ) as late_no
    from instants
    inner join silver.events as events
        on instants.machine_id = events.machine_id and instants.changed_at = floor_to_milli(events.event_at)
    where instants.word_count > 1 and events.event_type = 'state'
),

words as (
    select machine_id, cast(changed_at as date) as utc_date, changed_at, state, reason_code
    from instants
    where word_count = 1
    union all
    select machine_id, cast(changed_at as date) as utc_date, changed_at, state, reason_code
    from crowded
    where late_no = 1
),

compared as (
    select
        machine_id,
        utc_date,
        changed_at,
        state,
        reason_code,
        lag(state) over (partition by machine_id, utc_date order by changed_at) as previous_state,
        lag(coalesce(reason_code, '')) over (partition by machine_id, utc_date order by changed_at)
            as previous_reason_code
    from words
),

final as (
    select machine_id, utc_date, changed_at, state, reason_code
    from compared
    where previous_state is null or previous_state != state or previous_reason_code != coalesce(reason_code, '')
)

select * from final
