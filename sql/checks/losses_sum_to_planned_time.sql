-- The losses of a shift and its good pieces at standard make up its planned production time, to the microsecond.
--! severity: error
with loss_sums as (
    select machine_id, production_date, shift_id, sum(loss_us) as loss_us, max(planned_ms) as planned_ms
    from gold.loss_ledger
    group by machine_id, production_date, shift_id
),

good_sums as (
    select machine_id, production_date, shift_id, sum(ideal_good_us) as ideal_good_us
    from gold.fact_oee
    group by machine_id, production_date, shift_id
)

select loss_sums.machine_id, loss_sums.production_date, loss_sums.shift_id, loss_sums.loss_us, good_sums.ideal_good_us
from loss_sums
inner join good_sums
    on loss_sums.machine_id = good_sums.machine_id
    and loss_sums.production_date = good_sums.production_date
    and loss_sums.shift_id = good_sums.shift_id
where loss_sums.loss_us + good_sums.ideal_good_us != loss_sums.planned_ms * 1000
