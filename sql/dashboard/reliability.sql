-- How reliable is each machine of a place over all known time, and how sure is that?
select
    reliability.machine_id,
    reliability.failure_count,
    reliability.open_failure_count,
    reliability.operating_s,
    reliability.mtbf_s,
    reliability.mtbf_low_s,
    reliability.mtbf_high_s,
    reliability.mttf_s,
    reliability.completed_interval_count,
    reliability.mttr_s,
    reliability.longest_repair_s,
    reliability.censored_s
from gold.reliability as reliability
inner join dashboard.members as members
    on members.scope = $scope and members.scope_id = $scope_id and reliability.machine_id = members.machine_id
order by reliability.mtbf_s nulls last, reliability.machine_id
