-- One row per sound reading of a cumulative counter: pieces counted since its first reading. A dip that comes back is
-- a glitch where it fell to 0, or by less than half from 100 up; from 0 back to 1 is the first piece after a reset. A
-- fall is a rollover where the last reading stood within a tenth below a modulus of common counters (a thousandth,
-- where the next is 0), the next one within a tenth above zero, and the machine could have made the difference at twice
-- its standard speed; else the counter was reset and counts from 0.
--! grain: machine_id, counter, run_no
--! kind: table
--! version: 2
with sound_runs as (
    select *
    from silver.counter_runs
    where
        not coalesce(
            reading < previous_reading
            and next_reading >= previous_reading
            and ((reading = 0 and next_reading > 1) or (reading >= 100 and reading * 2 >= previous_reading)),
            false
        )
),

neighbours as (
    select
        machine_id,
        counter,
        run_no,
        reading,
        first_read_at,
        last_read_at,
        lag(reading) over (partition by machine_id, counter order by run_no) as previous_reading,
        lag(last_read_at) over (partition by machine_id, counter order by run_no) as previous_read_at
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
    from neighbours
),

fastest_standards as (
    select machine_id, min(ideal_cycle_us) as ideal_cycle_us from silver.standards group by machine_id
),

judged as (
    select
        moduli.*,
        moduli.previous_reading >= moduli.modulus * case when moduli.reading > 0 then 0.9e0 else 0.999e0 end
        and moduli.reading <= moduli.modulus * 0.1e0
        and (
            fastest_standards.ideal_cycle_us is null
            or cast(moduli.modulus - moduli.previous_reading + moduli.reading as double)
                * fastest_standards.ideal_cycle_us
                <= 2e0 * micros_between(moduli.previous_read_at, moduli.first_read_at)
                    + fastest_standards.ideal_cycle_us
        ) as is_rollover
    from moduli
    left join fastest_standards on moduli.machine_id = fastest_standards.machine_id
),

stepped as (
    select
        machine_id,
        counter,
        run_no,
        first_read_at,
        last_read_at,
        case
            when previous_reading is null then 0
            when reading >= previous_reading then reading - previous_reading
            when is_rollover then modulus - previous_reading + reading
            else reading
        end as step_qty
    from judged
),

final as (
    select
        machine_id,
        counter,
        run_no,
        first_read_at,
        last_read_at,
        cast(sum(step_qty) over (
            partition by machine_id, counter order by run_no rows between unbounded preceding and current row
        ) as bigint) as counted_qty
    from stepped
)

select * from final
