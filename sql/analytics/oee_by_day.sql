-- How did the plant do day by day?
select
    production_date,
    oee,
    oee_low,
    oee_high,
    availability,
    performance,
    quality,
    coverage,
    good_qty,
    total_qty
from gold.oee_by_day
order by production_date
