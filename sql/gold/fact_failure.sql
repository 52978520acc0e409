-- One row per failure: when it began and ended, its elapsed repair, the operating time (running and setup) since the
-- last restoration or, for the first, since the ledger began. An open failure has no end yet and its repair so far.
--! grain: machine_id, failed_at
--! kind: table
--! version: 1
--! partition: production_date
--! window: silver.failures -1..2
select
    machine_id,
    failed_at,
    previous_failed_at,
    restored_at,
    repair_ms,
    operating_ms,
    reason_code,
    is_open,
    production_date,
    shift_id
from silver.failures
