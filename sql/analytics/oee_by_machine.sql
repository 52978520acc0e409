-- How did each machine do over all known time, worst first?
select
    machine_id,
    oee,
    availability,
    performance,
    quality,
    coverage,
    planned_production_s / 3600e0 as planned_production_h,
    good_qty,
    total_qty,
    failure_count,
    mtbf_s,
    mttr_s
from gold.oee_by_machine
order by oee nulls last, machine_id
