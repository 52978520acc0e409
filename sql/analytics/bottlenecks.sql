-- Which machine holds up its line? The one that waits least while its neighbours starve or are blocked.
select
    dim_machine.line_id,
    dim_machine.position_no,
    oee_by_machine.machine_id,
    dim_machine.is_constraint,
    oee_by_machine.starved_s / nullif(oee_by_machine.planned_production_s, 0e0) as starved_ratio,
    oee_by_machine.blocked_s / nullif(oee_by_machine.planned_production_s, 0e0) as blocked_ratio,
    (oee_by_machine.starved_s + oee_by_machine.blocked_s)
        / nullif(oee_by_machine.planned_production_s, 0e0) as waiting_ratio,
    row_number() over (
        partition by dim_machine.line_id
        order by waiting_ratio nulls last, oee_by_machine.machine_id
    ) as suspicion_no
from gold.oee_by_machine as oee_by_machine
inner join gold.dim_machine as dim_machine on oee_by_machine.machine_id = dim_machine.machine_id
order by dim_machine.line_id, dim_machine.position_no, oee_by_machine.machine_id
