-- Which shifts came to have other figures after they had been published, and why?
select
    restated_at,
    machine_id,
    production_date,
    shift_id,
    cause,
    late_event_count,
    oee_before_ratio,
    oee_after_ratio,
    good_before_qty,
    good_after_qty,
    no_data_before_s,
    no_data_after_s
from gold.restatements
order by restated_at desc, machine_id, production_date, shift_id
limit 500
