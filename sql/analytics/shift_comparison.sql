-- Does one shift do better than the others?
--! param: machine_id text = null, one machine only
select
    shift_id,
    sum(ideal_good_us) / 1e3 / nullif(sum(
        running_ms + setup_ms + breakdown_ms + starved_ms + blocked_ms + minor_stop_ms + other_stop_ms
    ), 0) as oee,
    sum(running_ms + setup_ms + breakdown_ms + starved_ms + blocked_ms + minor_stop_ms + other_stop_ms) / 3.6e6
        as planned_production_h,
    sum(breakdown_ms) / 3.6e6 as breakdown_h,
    sum(setup_ms) / 3.6e6 as setup_h,
    sum(starved_ms + blocked_ms) / 3.6e6 as waiting_h,
    sum(minor_stop_ms + other_stop_ms) / 3.6e6 as stopped_h,
    sum(good_qty) as good_qty,
    sum(scrap_qty) / nullif(sum(total_qty), 0) as scrap_ratio,
    sum(failure_count) as failure_count
from gold.fact_oee
where shift_id != 'unscheduled' and ($machine_id is null or machine_id = $machine_id)
group by shift_id
order by oee nulls last, shift_id
