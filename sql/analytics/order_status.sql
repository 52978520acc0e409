-- How far are the orders, and are they late?
--! param: line_id text = null, one line only
select
    order_id,
    line_id,
    product_id,
    good_qty,
    planned_qty,
    attainment_ratio,
    throughput_per_h,
    first_at,
    last_at,
    planned_end_at,
    coalesce(attainment_ratio < 1e0 and last_at > planned_end_at, false) as is_late
from gold.order_progress
where $line_id is null or line_id = $line_id
order by is_late desc, attainment_ratio nulls last, order_id
