-- One row per machine, UTC day and quantity that samples read: the first two and the last two readings of the day,
-- which the days around it need. The second and the one before the last are null where there is only one.
--! grain: machine_id, quantity, utc_date
--! kind: table
--! partition: utc_date
--! version: 1
with ranked as (
    select
        *,
        row_number() over (partition by machine_id, quantity, utc_date order by read_at) as reading_no,
        count(*) over (partition by machine_id, quantity, utc_date) as reading_count
    from silver.sample_readings
),

final as (
    select
        machine_id,
        quantity,
        utc_date,
        max(case when reading_no = 1 then read_at end) as first_at,
        max(case when reading_no = 1 then reading end) as first_reading,
        max(case when reading_no = 2 then read_at end) as second_at,
        max(case when reading_no = 2 then reading end) as second_reading,
        max(case when reading_no = reading_count - 1 then read_at end) as penultimate_at,
        max(case when reading_no = reading_count - 1 then reading end) as penultimate_reading,
        max(case when reading_no = reading_count then read_at end) as last_at,
        max(case when reading_no = reading_count then reading end) as last_reading
    from ranked
    where reading_no <= 2 or reading_no >= reading_count - 1
    group by machine_id, quantity, utc_date
)

select * from final
