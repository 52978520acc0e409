-- A machine makes pieces, but nothing ever told a reject: no scrap or rework, no scrap counter, no verdict. Its
-- quality of 1 may be a missing signal.
--! severity: warn
--! scope: all
select machine_id, sum(total_qty) as total_qty
from silver.reject_signals
group by machine_id
having sum(total_qty) > 0 and max(case when has_reject_signal then 1 else 0 end) = 0
