-- Which standards are missing, or look wrong?
select
    machine_id,
    product_id,
    total_qty,
    unrated_qty,
    ideal_cycle_s,
    best_cycle_s,
    performance,
    is_standard_missing,
    is_performance_above_one
from gold.standard_audit
where is_flagged or best_to_standard_ratio < 1e0
order by is_flagged desc, best_to_standard_ratio, machine_id, product_id
