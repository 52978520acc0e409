-- One row per step of a cumulative energy meter: the joules between two readings and their times. A reading below the
-- one before starts again from zero, unless the next one is back where it was: then it was a glitch and is ignored.
--! grain: machine_id, step_no
--! kind: table
--! version: 2
with samples as (
    select
        machine_id,
        floor_to_milli(event_at) as read_at,
        cast(round(energy_kwh * 3.6e6) as bigint) as meter_j,
        lead(floor_to_milli(event_at)) over (
            partition by machine_id
            order by event_at, coalesce(seq, -9007199254740992), coalesce(event_id, ''), energy_kwh
        ) as next_read_at
    from silver.events
    where event_type = 'sample' and energy_kwh is not null
),

-- Of readings in one millisecond the last counts.
readings as (
    select
        machine_id,
        read_at,
        meter_j,
        lag(meter_j) over (partition by machine_id order by read_at) as previous_j,
        lead(meter_j) over (partition by machine_id order by read_at) as next_j,
        lead(meter_j, 2) over (partition by machine_id order by read_at) as second_j,
        lead(read_at) over (partition by machine_id order by read_at) as next_read_at,
        lead(read_at, 2) over (partition by machine_id order by read_at) as second_read_at
    from samples
    where next_read_at is null or next_read_at > read_at
),

stepped as (
    select
        machine_id,
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
        cast(row_number() over (partition by machine_id order by read_at) as bigint) as step_no,
        read_at as started_at,
        later_read_at as ended_at,
        case when later_j >= meter_j then later_j - meter_j else later_j end as energy_j
    from stepped
    where later_read_at is not null
)

select * from final
