-- The production dates that have facts, under their number.
select
    date_number(production_date) as date_key,
    production_date,
    production_week,
    production_month,
    year_no,
    month_no,
    day_no,
    weekday
from gold.dim_date
