-- One row per rise of a cumulative counter, at the reading that shows it: by how much since the sound reading before.
-- A dip that comes back is a glitch where it fell to 0, or by less than half from 100 up; from 0 back to 1 is the first
-- piece after a reset. A fall is a rollover where the last reading stood within a tenth below a modulus of common
-- counters (a thousandth, where the next is 0), the next one within a tenth above zero, and the machine could have made
-- the difference at twice its standard speed; else the counter was reset and counts from 0.
--! grain: machine_id, counter, ended_at
--! kind: table
--! partition: utc_date
--! version: 1
with neighbours as (
    select * from silver.counter_neighbours
),

runs as (
    select machine_id, counter, utc_date, reading, first_read_at, last_read_at from silver.counter_runs
    union all
    select machine_id, counter, utc_date, previous_reading, previous_read_at, previous_read_at
    from neighbours
    where previous_reading is not null
    union all
    select machine_id, counter, utc_date, second_previous_reading, second_previous_read_at, second_previous_read_at
    from neighbours
    where second_previous_reading is not null
),

compared as (
    select
        *,
        lag(reading) over (partition by machine_id, counter, utc_date order by first_read_at) as previous_reading,
        lead(reading) over (partition by machine_id, counter, utc_date order by first_read_at) as next_reading
    from runs
),

sound_runs as (
    select
        compared.machine_id,
        compared.counter,
        compared.utc_date,
        compared.reading,
        compared.first_read_at,
        compared.last_read_at,
        neighbours.ideal_cycle_us,
        neighbours.is_leading,
        neighbours.continued_read_at
    from compared
    inner join neighbours
        on compared.machine_id = neighbours.machine_id
        and compared.counter = neighbours.counter
        and compared.utc_date = neighbours.utc_date
    where
        not coalesce(
            compared.reading < compared.previous_reading
            and coalesce(compared.next_reading, neighbours.next_reading) >= compared.previous_reading
            and (
                (compared.reading = 0 and coalesce(compared.next_reading, neighbours.next_reading) > 1)
                or (compared.reading >= 100 and compared.reading * 2 >= compared.previous_reading)
            ),
            false
        )
),

followed as (
    select
        *,
        lag(reading) over (partition by machine_id, counter, utc_date order by first_read_at) as previous_reading,
        lag(last_read_at) over (partition by machine_id, counter, utc_date order by first_read_at) as previous_read_at
    from sound_runs
),

moduli as (
    select
        *,
        case
            when previous_reading < 256 and previous_reading >= 230 then 256
            when previous_reading < 1000 then 1000
            when previous_reading < 10000 then 10000
            when previous_reading < 32768 and previous_reading >= 29491 then 32768
            when previous_reading < 65536 and previous_reading >= 58982 then 65536
            when previous_reading < 100000 then 100000
            when previous_reading < 1000000 then 1000000
            when previous_reading < 10000000 then 10000000
            when previous_reading < 16777216 and previous_reading >= 15099494 then 16777216
            when previous_reading < 100000000 then 100000000
            when previous_reading < 1000000000 then 1000000000
            when previous_reading < 2147483648 and previous_reading >= 1932735283 then 2147483648
            when previous_reading < 4294967296 and previous_reading >= 3865470566 then 4294967296
            else 10000000000
        end as modulus
    from followed
    where cast(first_read_at as date) = utc_date and (continued_read_at is null or first_read_at > continued_read_at)
),

risen as (
    select
        *,
        case
            when reading >= previous_reading then reading - previous_reading
            when previous_reading >= modulus * case when reading > 0 then 0.9e0 else 0.999e0 end
                and reading <= modulus * 0.1e0
                and (
                    ideal_cycle_us is null
                    or cast(modulus - previous_reading + reading as double) * ideal_cycle_us
                        <= 2e0 * micros_between(previous_read_at, first_read_at) + ideal_cycle_us
                ) then modulus - previous_reading + reading
            else reading
        end as gained_qty
    from moduli
    where previous_reading is not null
),

final as (
    select
        machine_id,
        counter,
        utc_date,
        previous_read_at as started_at,
        first_read_at as ended_at,
        cast(gained_qty as bigint) as gained_qty,
        is_leading
    from risen
    where gained_qty > 0
)

select * from final
