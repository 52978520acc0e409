-- One row per machine, product and production date with units known by serial number: the share that passed at once.
--! grain: machine_id, product_id?, production_date
--! kind: view
--! version: 1
select
    machine_id,
    product_id,
    production_date,
    inspected_qty,
    first_pass_qty,
    cast(first_pass_qty as double) / nullif(cast(inspected_qty as double), 0e0) as first_pass_yield
from gold.fact_first_pass
