-- One row per machine, counter and UTC day with readings: the two runs of equal readings before the first of the day,
-- the reading that follows its last, and what else judges a fall: the fastest standard of the machine. A counter is
-- leading where its rises are pieces: the total, or the scrap of a machine that counts nothing else.
--! grain: machine_id, counter, utc_date
--! kind: table
--! partition: utc_date
--! window: silver.counter_edges all
--! version: 1
with compared as (
    select
        machine_id,
        counter,
        utc_date,
        reading,
        first_read_at,
        last_read_at,
        case
            when lag(reading) over (partition by machine_id, counter order by first_read_at) = reading then 0
            else 1
        end as is_new_run
    from silver.counter_edges
),

numbered as (
    select
        *,
        sum(is_new_run) over (
            partition by machine_id, counter order by first_read_at rows between unbounded preceding and current row
        ) as run_no
    from compared
),

runs as (
    select
        machine_id,
        counter,
        run_no,
        reading,
        min(first_read_at) as first_read_at,
        max(last_read_at) as last_read_at
    from numbered
    group by machine_id, counter, run_no, reading
),

linked as (
    select
        machine_id,
        counter,
        run_no,
        first_read_at,
        lag(reading) over (partition by machine_id, counter order by run_no) as previous_reading,
        lag(last_read_at) over (partition by machine_id, counter order by run_no) as previous_read_at,
        lag(reading, 2) over (partition by machine_id, counter order by run_no) as second_previous_reading,
        lag(last_read_at, 2) over (partition by machine_id, counter order by run_no) as second_previous_read_at,
        lead(reading) over (partition by machine_id, counter order by run_no) as next_reading
    from runs
),

counted_days as (
    select
        machine_id,
        counter,
        utc_date,
        min(first_read_at) as first_read_at,
        min(run_no) as first_run_no,
        max(run_no) as last_run_no,
        max(max(case when counter = 'total' then 1 else 0 end)) over (partition by machine_id) as is_total_known
    from numbered
    group by machine_id, counter, utc_date
),

fastest_standards as (
    select machine_id, min(ideal_cycle_us) as ideal_cycle_us from silver.standards group by machine_id
),

final as (
    select
        counted_days.machine_id,
        counted_days.counter,
        counted_days.utc_date,
        case when opening.first_read_at < counted_days.first_read_at then counted_days.first_read_at end
            as continued_read_at,
        opening.previous_reading,
        opening.previous_read_at,
        opening.second_previous_reading,
        opening.second_previous_read_at,
        closing.next_reading,
        fastest_standards.ideal_cycle_us,
        counted_days.counter = 'total' or counted_days.is_total_known = 0 as is_leading
    from counted_days
    inner join linked as opening
        on counted_days.machine_id = opening.machine_id
        and counted_days.counter = opening.counter
        and counted_days.first_run_no = opening.run_no
    inner join linked as closing
        on counted_days.machine_id = closing.machine_id
        and counted_days.counter = closing.counter
        and counted_days.last_run_no = closing.run_no
    left join fastest_standards on counted_days.machine_id = fastest_standards.machine_id
)

select * from final
