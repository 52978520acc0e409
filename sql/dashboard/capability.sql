-- How well do measured characteristics fit their limits, over all known time?
select
    capability.machine_id,
    capability.product_id,
    capability.characteristic,
    capability.n,
    capability.mean,
    capability.stddev,
    capability.lower_limit,
    capability.upper_limit,
    capability.cm,
    capability.cmk,
    capability.cp,
    capability.cpk
from gold.capability as capability
inner join dashboard.members as members
    on members.scope = $scope and members.scope_id = $scope_id and capability.machine_id = members.machine_id
where $product = '' or capability.product_id = $product
order by capability.cpk nulls last, capability.machine_id, capability.product_id, capability.characteristic
