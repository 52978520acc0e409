-- The orders, as Gold has them.
select
    order_id,
    product_id,
    line_id,
    planned_qty,
    planned_scrap_qty,
    planned_start_at,
    planned_end_at
from gold.dim_order
