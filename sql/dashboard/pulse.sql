-- How many pieces did each machine of a place make, hour by hour?
select
    hour_facts.scope_id as machine_id,
    hour_facts.hour_start_at,
    sum(hour_facts.good_qty) as good_qty,
    sum(hour_facts.scrap_qty + hour_facts.rework_qty) as reject_qty
from dashboard.hour_facts as hour_facts
inner join dashboard.members as members
    on members.scope = $scope and members.scope_id = $scope_id and hour_facts.scope_id = members.machine_id
where
    hour_facts.scope = 'machine'
    and hour_facts.production_date between cast($from_date as date) and cast($to_date as date)
    and ($shift = '' or hour_facts.shift_id = $shift)
group by hour_facts.scope_id, hour_facts.hour_start_at
having sum(hour_facts.total_qty) > 0
order by hour_facts.scope_id, hour_facts.hour_start_at
