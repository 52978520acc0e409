-- Scrap and rework by reason sum to the scrap and rework of the facts.
--! severity: error
with by_reason as (
    select machine_id, production_date, shift_id, sum(scrap_qty) as scrap_qty, sum(rework_qty) as rework_qty
    from gold.fact_scrap
    group by machine_id, production_date, shift_id
),

by_fact as (
    select machine_id, production_date, shift_id, sum(scrap_qty) as scrap_qty, sum(rework_qty) as rework_qty
    from gold.fact_oee
    group by machine_id, production_date, shift_id
)

select
    by_fact.machine_id,
    by_fact.production_date,
    by_fact.shift_id,
    by_fact.scrap_qty,
    by_reason.scrap_qty as by_reason_qty
from by_fact
left join by_reason
    on by_fact.machine_id = by_reason.machine_id
    and by_fact.production_date = by_reason.production_date
    and by_fact.shift_id = by_reason.shift_id
where
    by_fact.scrap_qty != coalesce(by_reason.scrap_qty, 0)
    or by_fact.rework_qty != coalesce(by_reason.rework_qty, 0)
