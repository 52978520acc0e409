-- One row per machine, shift and loss: its seconds and its points of OEE (share of planned production time). The losses
-- and ideal_good_s together are planned_production_s; oee_points is null where nothing was planned.
--! grain: machine_id, production_date, shift_id, loss
--! kind: view
--! version: 1
select
    machine_id,
    production_date,
    shift_id,
    loss,
    cast(loss_us as double) / 1e6 as loss_s,
    cast(loss_us as double) / nullif(cast(planned_ms as double) * 1e3, 0e0) as oee_points
from gold.loss_ledger
