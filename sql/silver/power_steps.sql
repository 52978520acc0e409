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
    select machine_id, utc_date, read_at, reading from silver.sample_readings where quantity = 'power'
    union all
    select machine_id, utc_date, previous_at, previous_reading from neighbours where previous_at is not null
),

followed as (
    select
        *,
        lead(read_at) over (partition by machine_id, utc_date order by read_at) as next_read_at
    from readings
),

held as (
    select
        followed.machine_id,
        followed.utc_date,
        followed.read_at,
        followed.reading,
        least(
            coalesce(followed.next_read_at, neighbours.next_at), add_millis(followed.read_at, machine_places.silence_ms)
        ) as held_until_at
    from followed
    inner join neighbours on followed.machine_id = neighbours.machine_id and followed.utc_date = neighbours.utc_date
    inner join silver.machine_places as machine_places on followed.machine_id = machine_places.machine_id
),

final as (
    select
        machine_id,
        utc_date,
        read_at as started_at,
        held_until_at as ended_at,
        cast(round(reading * millis_between(read_at, held_until_at)) as bigint) as energy_j
    from held
    where held_until_at > read_at and held_until_at > cast(utc_date as timestamp)
)

select * from final
