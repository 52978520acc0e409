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

instants as (
    select
        machine_id,
        floor_to_milli(event_at) as read_at,
        count(*) as reading_count,
        max(energy_kwh) as reading
    from silver.events
    where event_type = 'sample' and energy_kwh is not null
    group by machine_id, floor_to_milli(event_at)
),

-- Of readings in one millisecond the last counts. Only where there are several are they put in order.
crowded as (
    select
        instants.machine_id,
        instants.read_at,
        events.energy_kwh as reading,
        row_number() over (
            partition by instants.machine_id, instants.read_at
            order by
                events.event_at desc,
                coalesce(events.seq, -9007199254740992) desc,
                coalesce(events.event_id, '') desc,
                events.energy_kwh desc
        ) as late_no
    from instants
    inner join silver.events as events
        on instants.machine_id = events.machine_id and instants.read_at = floor_to_milli(events.event_at)
    where instants.reading_count > 1 and events.event_type = 'sample' and events.energy_kwh is not null
),

samples as (
    select machine_id, cast(read_at as date) as utc_date, read_at, reading
    from instants
    where reading_count = 1
    union all
    select machine_id, cast(read_at as date) as utc_date, read_at, reading
    from crowded
    where late_no = 1
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
