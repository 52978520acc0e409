-- Where did the calendar time go, step by step down to fully productive time?
--! param: machine_id text = null, one machine only
--! param: first_date date = null, first production date
--! param: last_date date = null, last production date
select
    machine_id,
    step_no,
    step,
    kind,
    sum(duration_s) / 3600e0 as duration_h
from gold.time_waterfall
where
    ($machine_id is null or machine_id = $machine_id)
    and ($first_date is null or production_date >= $first_date)
    and ($last_date is null or production_date <= $last_date)
group by machine_id, step_no, step, kind
order by machine_id, step_no
