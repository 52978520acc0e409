-- The facts of Gold with names in place of keys. The unknown member gives null.
create view gold.fact_oee as
select
    dim_machine.machine_id,
    dim_date.production_date,
    dim_shift.shift_id,
    fact_oee.hour_start_at,
    dim_product.product_id,
    dim_order.order_id,
    fact_oee.calendar_ms,
    fact_oee.running_ms,
    fact_oee.unscheduled_ms,
    fact_oee.planned_stop_ms,
    fact_oee.no_data_ms,
    fact_oee.setup_ms,
    fact_oee.breakdown_ms,
    fact_oee.starved_ms,
    fact_oee.blocked_ms,
    fact_oee.minor_stop_ms,
    fact_oee.other_stop_ms,
    fact_oee.overtime_ms,
    fact_oee.total_qty,
    fact_oee.good_qty,
    fact_oee.scrap_qty,
    fact_oee.rework_qty,
    fact_oee.unrated_qty,
    fact_oee.ideal_run_us,
    fact_oee.ideal_good_us,
    fact_oee.failure_count,
    fact_oee.repair_ms,
    fact_oee.energy_j,
    dim_machine.line_id,
    dim_machine.area_id,
    dim_machine.site_id,
    dim_machine.machine_type,
    fact_oee.repaired_failure_count,
    fact_oee.line_ideal_run_us,
    fact_oee.line_ideal_good_us,
    fact_oee.line_unrated_qty
from indkpi.fact_oee as fact_oee
inner join indkpi.dim_date as dim_date on fact_oee.date_key = dim_date.date_key
inner join indkpi.dim_machine as dim_machine on fact_oee.machine_key = dim_machine.machine_key
inner join indkpi.dim_shift as dim_shift on fact_oee.shift_key = dim_shift.shift_key
inner join indkpi.dim_product as dim_product on fact_oee.product_key = dim_product.product_key
inner join indkpi.dim_order as dim_order on fact_oee.order_key = dim_order.order_key;

create view gold.fact_loss as
select
    dim_machine.machine_id,
    dim_date.production_date,
    dim_shift.shift_id,
    fact_loss.bucket,
    dim_reason.reason_code,
    fact_loss.loss_ms,
    fact_loss.stop_count,
    fact_loss.longest_ms
from indkpi.fact_loss as fact_loss
inner join indkpi.dim_date as dim_date on fact_loss.date_key = dim_date.date_key
inner join indkpi.dim_machine as dim_machine on fact_loss.machine_key = dim_machine.machine_key
inner join indkpi.dim_shift as dim_shift on fact_loss.shift_key = dim_shift.shift_key
inner join indkpi.dim_reason as dim_reason on fact_loss.reason_key = dim_reason.reason_key;

create view gold.fact_failure as
select
    dim_machine.machine_id,
    fact_failure.failed_at,
    fact_failure.restored_at,
    fact_failure.repair_ms,
    fact_failure.operating_ms,
    dim_reason.reason_code,
    fact_failure.is_open,
    fact_failure.previous_failed_at,
    dim_date.production_date,
    dim_shift.shift_id
from indkpi.fact_failure as fact_failure
inner join indkpi.dim_date as dim_date on fact_failure.date_key = dim_date.date_key
inner join indkpi.dim_machine as dim_machine on fact_failure.machine_key = dim_machine.machine_key
inner join indkpi.dim_shift as dim_shift on fact_failure.shift_key = dim_shift.shift_key
inner join indkpi.dim_reason as dim_reason on fact_failure.reason_key = dim_reason.reason_key;

create view gold.fact_scrap as
select
    dim_machine.machine_id,
    dim_date.production_date,
    dim_shift.shift_id,
    dim_product.product_id,
    dim_order.order_id,
    dim_reason.reason_code,
    fact_scrap.is_startup,
    fact_scrap.scrap_qty,
    fact_scrap.rework_qty,
    fact_scrap.reject_us
from indkpi.fact_scrap as fact_scrap
inner join indkpi.dim_date as dim_date on fact_scrap.date_key = dim_date.date_key
inner join indkpi.dim_machine as dim_machine on fact_scrap.machine_key = dim_machine.machine_key
inner join indkpi.dim_shift as dim_shift on fact_scrap.shift_key = dim_shift.shift_key
inner join indkpi.dim_product as dim_product on fact_scrap.product_key = dim_product.product_key
inner join indkpi.dim_order as dim_order on fact_scrap.order_key = dim_order.order_key
inner join indkpi.dim_reason as dim_reason on fact_scrap.reason_key = dim_reason.reason_key;
