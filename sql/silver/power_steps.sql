-- One row per reading of power of a machine without an energy meter, and UTC day in which it holds: the joules until
-- the next reading, or the horizon, but no further than silence_s. One kilowatt for one millisecond is one joule.
--! grain: machine_id, utc_date, started_at
--! kind: table
--! partition: utc_date
--! version: 1
with neighbours as (
    select machine_id, utc_date, previous_at, previous_reading, next_at
    from silver.sample_neighbours
    where quantity = 'power'
),

readings as (
    select
        events.machine_id,
        neighbours.utc_date,
        floor_to_milli(events.event_at) as read_at,
        events.event_at,
        coalesce(events.seq, -9007199254740992) as seq,
        coalesce(events.event_id, '') as event_id,
        events.power_kw,
        neighbours.next_at
    from silver.events as events
    inner join neighbours
        on events.machine_id = neighbours.machine_id and cast(events.event_at as date) = neighbours.utc_date
    where events.event_type = 'sample' and events.power_kw is not null
    union all
    select
        machine_id,
        utc_date,
        previous_at as read_at,
        previous_at as event_at,
        cast(0 as bigint) as seq,
        '' as event_id,
        previous_reading as power_kw,
        next_at
    from neighbours
    where previous_at is not null
),

-- Of readings in one millisecond the last holds: the others end where they begin.
followed as (
    select
        machine_id,
        utc_date,
        read_at,
        power_kw,
        coalesce(lead(read_at) over (
            partition by machine_id, utc_date order by event_at, seq, event_id, power_kw
        ), next_at) as next_at
    from readings
),

held as (
    select
        followed.machine_id,
        followed.utc_date,
        followed.read_at,
        followed.power_kw,
        least(followed.next_at, add_millis(followed.read_at, machine_places.silence_ms)) as held_until_at
    from followed
    inner join silver.machine_places as machine_places on followed.machine_id = machine_places.machine_id
),

final as (
    select
        machine_id,
        utc_date,
        read_at as started_at,
        held_until_at as ended_at,
        cast(round(power_kw * millis_between(read_at, held_until_at)) as bigint) as energy_j
    from held
    where held_until_at > read_at and held_until_at > cast(utc_date as timestamp)
)

select * from final
