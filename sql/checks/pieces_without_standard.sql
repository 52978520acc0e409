-- A machine made pieces for which no standard holds: its performance and OEE leave them out.
--! severity: warn
select machine_id, product_id, sum(unrated_qty) as unrated_qty
from gold.fact_oee
group by machine_id, product_id
having sum(unrated_qty) > 0
