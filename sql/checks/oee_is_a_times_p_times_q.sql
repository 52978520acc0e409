-- OEE is availability x performance x quality on every row of every ratio view.
--! severity: error
select
    scope,
    scope_id,
    period,
    period_date,
    period_shift_id,
    period_hour_start_at,
    availability,
    performance,
    quality,
    oee
from gold.oee_ratios
where abs(availability * performance * quality - oee) > 1e-12 * greatest(1e0, oee)
