-- Are the standards of the machines of a place right? The standard against the best hour that was shown.
select
    standard_audit.machine_id,
    standard_audit.product_id,
    standard_audit.total_qty,
    standard_audit.unrated_qty,
    standard_audit.ideal_cycle_s,
    standard_audit.best_cycle_s,
    standard_audit.best_to_standard_ratio,
    standard_audit.performance,
    standard_audit.is_flagged
from gold.standard_audit as standard_audit
inner join dashboard.members as members
    on members.scope = $scope and members.scope_id = $scope_id and standard_audit.machine_id = members.machine_id
order by standard_audit.is_flagged desc, standard_audit.best_to_standard_ratio nulls last, standard_audit.machine_id,
    standard_audit.product_id
