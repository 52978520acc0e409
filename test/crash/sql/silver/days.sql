-- One row per machine and day: how many events it sent.
--! grain: machine_id, utc_date
--! kind: table
--! version: 1
--! partition: utc_date
select machine_id, utc_date, cast(count(distinct event_id) as bigint) as event_count
from silver.events
group by machine_id, utc_date
