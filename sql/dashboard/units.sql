-- How did each line and machine of a place do, against its target and the dates before, and what cost it most?
with recursive below as (
    select scope, scope_id from dashboard.units where scope = $scope and scope_id = $scope_id
    union all
    select units.scope, units.scope_id
    from below
    inner join dashboard.units as units on below.scope = units.parent_scope and below.scope_id = units.parent_id
),

spans as (
    select
        'current' as period,
        cast($from_date as date) as first_date,
        cast($to_date as date) as last_date
    union all
    select
        'previous',
        cast($from_date as date) - cast(1 + cast($to_date as date) - cast($from_date as date) as integer),
        cast($from_date as date) - 1
),

asked_periods as (
    select
        shift_facts.*,
        spans.period,
        cast(null as date) as period_date,
        cast(null as varchar) as period_shift_id,
        cast(null as timestamp) as period_hour_start_at
    from dashboard.shift_facts as shift_facts
    inner join spans on shift_facts.production_date between spans.first_date and spans.last_date
    inner join below on shift_facts.scope = below.scope and shift_facts.scope_id = below.scope_id
    where ($shift = '' or shift_facts.shift_id = $shift) and ($product = '' or shift_facts.product_id = $product)
),

ratios as (
    select * from ratios_of('asked_periods')
),

losses as (
    select
        scope,
        scope_id,
        unnest([
            {'loss': 'breakdown', 'loss_s': breakdown_s},
            {'loss': 'setup', 'loss_s': setup_s},
            {'loss': 'other_stop', 'loss_s': other_stop_s},
            {'loss': 'starved', 'loss_s': starved_s},
            {'loss': 'blocked', 'loss_s': blocked_s},
            {'loss': 'minor_stop', 'loss_s': minor_stop_s},
            {'loss': 'reduced_speed', 'loss_s': case when performance is not null then running_s - ideal_run_s end},
            {'loss': 'reject', 'loss_s': case when performance is not null then ideal_run_s - ideal_good_s end}
        ], recursive := true)
    from ratios
    where period = 'current'
),

worst_losses as (
    select scope, scope_id, loss as worst_loss, loss_s as worst_loss_s
    from losses
    where loss_s > 0
    qualify row_number() over (partition by scope, scope_id order by loss_s desc, loss) = 1
)

select
    units.scope,
    units.scope_id,
    units.parent_scope,
    units.parent_id,
    units.name,
    units.position_no,
    units.constraint_machine_id,
    ratios.oee,
    previous.oee as previous_oee,
    targets.target as oee_target,
    ratios.oee_low,
    ratios.oee_high,
    ratios.coverage,
    ratios.availability,
    ratios.performance,
    ratios.quality,
    ratios.ideal_good_s,
    ratios.planned_production_s,
    ratios.no_data_s,
    ratios.running_s + ratios.minor_stop_s as operating_s,
    ratios.ideal_run_s,
    ratios.good_qty,
    ratios.total_qty,
    worst_losses.worst_loss,
    worst_losses.worst_loss_s,
    units.horizon_at
from below
inner join dashboard.units as units on below.scope = units.scope and below.scope_id = units.scope_id
left join ratios
    on units.scope = ratios.scope and units.scope_id = ratios.scope_id and ratios.period = 'current'
left join ratios as previous
    on units.scope = previous.scope and units.scope_id = previous.scope_id and previous.period = 'previous'
left join targets_on($to_date) as targets
    on units.scope = targets.scope and units.scope_id = targets.scope_id and targets.kpi = 'oee'
left join worst_losses on units.scope = worst_losses.scope and units.scope_id = worst_losses.scope_id
order by
    case units.scope when 'plant' then 1 when 'site' then 2 when 'line' then 3 else 4 end,
    units.parent_id,
    units.position_no,
    units.scope_id
