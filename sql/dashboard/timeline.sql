-- In which state was each machine of a place at every moment? carried_from_at says that the state came in from before.
select
    members.machine_id,
    stretches.started_at,
    stretches.ended_at,
    stretches.state,
    stretches.bucket,
    stretches.reason_code,
    stretches.shift_id,
    stretches.carried_from_at
from dashboard.members as members
inner join dashboard.units as units on units.scope = 'machine' and members.machine_id = units.scope_id
left join dashboard.stretches as stretches
    on members.machine_id = stretches.machine_id
    and stretches.production_date between cast($from_date as date) and cast($to_date as date)
    and ($shift = '' or stretches.shift_id = $shift)
where members.scope = $scope and members.scope_id = $scope_id
order by units.parent_id, units.position_no, members.machine_id, stretches.started_at
