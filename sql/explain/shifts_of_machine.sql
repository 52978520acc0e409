-- Which shifts of a machine are known around a date?
--! param: machine_id text, the machine
--! param: production_date date, the production date
select cast(production_date as varchar) as production_date, shift_id
from gold.fact_oee
where machine_id = $machine_id
group by machine_id, production_date, shift_id
order by abs(date_diff('day', fact_oee.production_date, $production_date)), fact_oee.production_date, shift_id
limit 6
