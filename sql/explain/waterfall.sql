-- Where did the time of a production date go? Asked while the facts are cut to one shift it is the time of that shift.
--! param: machine_id text, the machine
--! param: production_date date, the production date
select step_no, step, kind, duration_s
from gold.time_waterfall
where machine_id = $machine_id and production_date = $production_date
order by step_no
