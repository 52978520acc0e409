-- One row per run of equal counter readings at an edge of a UTC day, the first two and the last three: what the days
-- around it need to judge their own.
--! grain: machine_id, counter, first_read_at
--! kind: table
--! partition: utc_date
--! version: 1
with ranked as (
    select
        machine_id,
        counter,
        utc_date,
        reading,
        first_read_at,
        last_read_at,
        row_number() over (partition by machine_id, counter, utc_date order by first_read_at) as run_no,
        count(*) over (partition by machine_id, counter, utc_date) as run_count
    from silver.counter_runs
),

final as (
    select machine_id, counter, utc_date, reading, first_read_at, last_read_at
    from ranked
    where run_no <= 2 or run_no > run_count - 3
)

select * from final
