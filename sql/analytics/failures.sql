-- How often does each machine fail, how long does it run between failures, and how long does a repair take?
select
    machine_id,
    failure_count,
    open_failure_count,
    mtbf_s / 3600e0 as mtbf_h,
    mtbf_low_s / 3600e0 as mtbf_low_h,
    mtbf_high_s / 3600e0 as mtbf_high_h,
    mttr_s / 60e0 as mttr_min,
    longest_repair_s / 60e0 as longest_repair_min
from gold.reliability
order by mtbf_s nulls last, machine_id
