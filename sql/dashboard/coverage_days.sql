-- On which dates are data of which machine missing?
select
    data_coverage.machine_id,
    data_coverage.production_date,
    data_coverage.coverage,
    data_coverage.no_data_s,
    data_coverage.planned_production_s,
    data_coverage.oee_low,
    data_coverage.oee,
    data_coverage.oee_high
from gold.data_coverage as data_coverage
inner join dashboard.members as members
    on members.scope = $scope and members.scope_id = $scope_id and data_coverage.machine_id = members.machine_id
where data_coverage.production_date between cast($from_date as date) and cast($to_date as date)
order by data_coverage.machine_id, data_coverage.production_date
