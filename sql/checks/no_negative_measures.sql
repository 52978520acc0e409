-- No bucket or count is below zero, and overtime is part of running.
--! severity: error
select machine_id, production_date, shift_id, hour_start_at, product_id, order_id
from gold.fact_oee
where
    least(
        calendar_ms, running_ms, unscheduled_ms, planned_stop_ms, no_data_ms, setup_ms, breakdown_ms, starved_ms,
        blocked_ms, minor_stop_ms, other_stop_ms, overtime_ms, total_qty, good_qty, scrap_qty, rework_qty, unrated_qty,
        ideal_run_us, ideal_good_us, failure_count, repair_ms
    ) < 0
    or overtime_ms > running_ms
    or good_qty + scrap_qty + rework_qty != total_qty
