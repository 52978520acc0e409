-- The buckets of a fact sum to its calendar time, to the millisecond.
--! severity: error
select machine_id, production_date, shift_id, hour_start_at, product_id, order_id, calendar_ms
from gold.fact_oee
where
    calendar_ms != running_ms + unscheduled_ms + planned_stop_ms + no_data_ms + setup_ms + breakdown_ms + starved_ms
        + blocked_ms + minor_stop_ms + other_stop_ms
