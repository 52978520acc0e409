-- One row per step of a cumulative energy meter and UTC day it touches: the joules between two readings and their
-- times. A reading below the one before starts again from zero, unless the next one is back where it was: then it was a
-- glitch and is ignored.
--! grain: machine_id, utc_date, started_at
--! kind: table
--! partition: utc_date
--! version: 1
with neighbours as (
    select * from silver.sample_neighbours where quantity = 'meter'
),

meter_samples as (
    select
        machine_id,
        floor_to_milli(event_at) as read_at,
        energy_kwh as reading,
        lead(floor_to_milli(event_at)) over (
            partition by machine_id, cast(event_at as date)
            order by event_at, coalesce(seq, -9007199254740992), coalesce(event_id, ''), energy_kwh
        ) as next_read_at
    from silver.events
    where event_type = 'sample' and energy_kwh is not null
),

-- Of readings in one millisecond the last counts.
samples as (
    select machine_id, cast(read_at as date) as utc_date, read_at, reading
    from meter_samples
    where next_read_at is null or next_read_at > read_at
    union all
    select machine_id, utc_date, previous_at, previous_reading from neighbours where previous_at is not null
    union all
    select machine_id, utc_date, second_previous_at, second_previous_reading
    from neighbours
    where second_previous_at is not null
    union all
    select machine_id, utc_date, next_at, next_reading from neighbours where next_at is not null
    union all
    select machine_id, utc_date, second_next_at, second_next_reading from neighbours where second_next_at is not null
),

metered as (
    select machine_id, utc_date, read_at, cast(round(reading * 3.6e6) as bigint) as meter_j from samples
),

readings as (
    select
        *,
        lag(meter_j) over (partition by machine_id, utc_date order by read_at) as previous_j,
        lead(meter_j) over (partition by machine_id, utc_date order by read_at) as next_j,
        lead(meter_j, 2) over (partition by machine_id, utc_date order by read_at) as second_j,
        lead(read_at) over (partition by machine_id, utc_date order by read_at) as next_read_at,
        lead(read_at, 2) over (partition by machine_id, utc_date order by read_at) as second_read_at
    from metered
),

stepped as (
    select
        machine_id,
        utc_date,
        read_at,
        meter_j,
        case when next_j < meter_j and second_j >= meter_j then second_j else next_j end as later_j,
        case when next_j < meter_j and second_j >= meter_j then second_read_at else next_read_at end as later_read_at
    from readings
    where not coalesce(meter_j < previous_j and next_j >= previous_j, false)
),

final as (
    select
        machine_id,
        utc_date,
        read_at as started_at,
        later_read_at as ended_at,
        case when later_j >= meter_j then later_j - meter_j else later_j end as energy_j
    from stepped
    where
        later_read_at > cast(utc_date as timestamp)
        and read_at < cast(utc_date as timestamp) + interval '1' day
)

select * from final
