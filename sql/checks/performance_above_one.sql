-- A machine beat its standard over a whole shift: the ideal cycle is set too slow, or pieces are counted twice.
--! severity: warn
select machine_id, production_date, shift_id, performance
from gold.oee_by_machine_shift
where shift_id != 'unscheduled' and performance > 1e0 + 1e-9
