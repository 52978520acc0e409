-- One row per scope, shift and product: dashboard.hour_facts without the hours.
select
    scope,
    scope_id,
    production_date,
    shift_id,
    product_id,
    sum(columns(* exclude (
        scope, scope_id, production_date, shift_id, product_id, hour_start_at, local_hour_no, local_weekday_no
    )))
from dashboard.hour_facts
group by scope, scope_id, production_date, shift_id, product_id
