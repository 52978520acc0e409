-- One row per event.
--! grain: none
--! kind: view
--! version: 1
select machine_id, ts as event_at, event_id, event_date as utc_date from bronze.telemetry
