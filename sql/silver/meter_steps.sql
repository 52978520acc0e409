-- One row per step of a cumulative energy meter: the joules between two readings and their times. A reading below the
-- one before starts again from zero, unless the next one is back where it was: then it was a glitch and is ignored.
--! grain: machine_id, reading_no
--! kind: table
--! version: 1
with readings as (
    select
        machine_id,
        floor_to_milli(event_at) as read_at,
        cast(round(energy_kwh * 3.6e6) as bigint) as meter_j,
        row_number() over (
            partition by machine_id, floor_to_milli(event_at)
            order by event_at desc, coalesce(seq, -9007199254740992) desc, coalesce(event_id, '') desc, energy_kwh desc
        ) as late_no
    from silver.events
    where event_type = 'sample' and energy_kwh is not null
),

neighbours as (
    select
        machine_id,
        read_at,
        meter_j,
        lag(meter_j) over (partition by machine_id order by read_at) as previous_j,
        lead(meter_j) over (partition by machine_id order by read_at) as next_j
    from readings
    where late_no = 1
),

stepped as (
    select
        machine_id,
        read_at,
        meter_j,
        row_number() over (partition by machine_id order by read_at) as reading_no,
        lead(read_at) over (partition by machine_id order by read_at) as next_read_at,
        lead(meter_j) over (partition by machine_id order by read_at) as next_j
    from neighbours
    where not coalesce(meter_j < previous_j and next_j >= previous_j, false)
),

final as (
    select
        machine_id,
        cast(reading_no as bigint) as reading_no,
        read_at as started_at,
        next_read_at as ended_at,
        case when next_j >= meter_j then next_j - meter_j else next_j end as energy_j
    from stepped
    where next_read_at is not null
)

select * from final
