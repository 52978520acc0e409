-- One row: all events there are.
--! grain: none
--! kind: table
--! version: 1
select cast(sum(event_count) as bigint) as event_count from silver.days
