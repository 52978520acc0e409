-- One row per machine and day: events of the day and of the day before.
--! grain: machine_id, utc_date
--! kind: table
--! version: 1
--! partition: utc_date
--! window: silver.days -1..0
with spread as (
    select machine_id, utc_date, event_count from silver.days
    union all
    select machine_id, cast(add_micros(cast(utc_date as timestamp), 86400000000) as date) as utc_date, event_count
    from silver.days
)

select machine_id, utc_date, cast(sum(event_count) as bigint) as event_count
from spread
group by machine_id, utc_date
