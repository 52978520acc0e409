-- The pieces that a machine's counts, corrections and counters tell are all in its facts, each disposition for itself.
--! severity: error
with told as (
    select machine_id, good_qty, scrap_qty, rework_qty from silver.counted_pieces
    union all
    select machine_id, total_qty - scrap_qty, scrap_qty, 0 from silver.counter_pieces
),

told_sums as (
    select
        machine_id,
        sum(good_qty) as good_qty,
        sum(scrap_qty) as scrap_qty,
        sum(rework_qty) as rework_qty
    from told
    group by machine_id
),

fact_sums as (
    select
        machine_id,
        sum(good_qty) as good_qty,
        sum(scrap_qty) as scrap_qty,
        sum(rework_qty) as rework_qty
    from gold.fact_oee
    group by machine_id
)

select
    told_sums.machine_id,
    told_sums.good_qty as good_told,
    fact_sums.good_qty as good_in_facts,
    told_sums.scrap_qty as scrap_told,
    fact_sums.scrap_qty as scrap_in_facts,
    told_sums.rework_qty as rework_told,
    fact_sums.rework_qty as rework_in_facts
from told_sums
left join fact_sums on told_sums.machine_id = fact_sums.machine_id
where
    told_sums.good_qty != coalesce(fact_sums.good_qty, 0)
    or told_sums.scrap_qty != coalesce(fact_sums.scrap_qty, 0)
    or told_sums.rework_qty != coalesce(fact_sums.rework_qty, 0)
