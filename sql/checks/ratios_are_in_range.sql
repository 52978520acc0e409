-- Availability, quality and coverage lie between 0 and 1, and OEE between its bounds. Performance may exceed 1.
--! severity: error
select scope, scope_id, period, period_date, period_shift_id, period_hour_start_at, availability, quality, coverage, oee
from gold.oee_ratios
where
    availability not between 0e0 and 1e0
    or quality not between 0e0 and 1e0
    or coverage not between 0e0 and 1e0
    or oee < 0e0
    or oee_low > oee + 1e-12
    or (oee <= 1e0 and oee > oee_high + 1e-12)
