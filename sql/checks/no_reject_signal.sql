-- A machine makes pieces, but nothing ever told a reject: no scrap or rework, no scrap counter, no verdict. Its
-- quality of 1 may be a missing signal.
--! severity: warn
with signals as (
    select
        machine_id,
        count(scrap_qty) + count(rework_qty) + count(scrap_count) + count(verdict) as signal_count
    from silver.events
    where event_type in ('count', 'counter', 'inspection')
    group by machine_id
)

select oee_by_machine.machine_id, oee_by_machine.total_qty
from gold.oee_by_machine as oee_by_machine
inner join signals on oee_by_machine.machine_id = signals.machine_id
where oee_by_machine.total_qty > 0 and signals.signal_count = 0
