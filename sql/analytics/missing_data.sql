-- Where is data missing, and how far does it leave OEE open?
--! param: least_coverage number = 0.99, show days that are covered by less
select
    machine_id,
    production_date,
    coverage,
    no_data_s / 3600e0 as no_data_h,
    oee,
    oee_low,
    oee_high,
    reason_coverage,
    unrated_qty
from gold.data_coverage
where coverage < $least_coverage
order by coverage, machine_id, production_date
