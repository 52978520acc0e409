-- Why did OEE change between two spans of dates? OEE is 1 less each loss's share of planned production time, so the
-- changes of these shares, with the sign turned, add up to the change of OEE exactly.
with spans as (
    select 'before' as period, cast($before_from as date) as first_date, cast($before_to as date) as last_date
    union all
    select 'after', cast($from_date as date), cast($to_date as date)
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
    where
        shift_facts.scope = $scope
        and shift_facts.scope_id = $scope_id
        and ($shift = '' or shift_facts.shift_id = $shift)
        and ($product = '' or shift_facts.product_id = $product)
),

losses as (
    select
        period,
        oee,
        planned_production_s,
        unnest([
            {'factor': 'availability', 'loss': 'breakdown', 'loss_s': breakdown_s},
            {'factor': 'availability', 'loss': 'setup', 'loss_s': setup_s},
            {'factor': 'availability', 'loss': 'other_stop', 'loss_s': other_stop_s},
            {'factor': 'availability', 'loss': 'starved', 'loss_s': starved_s},
            {'factor': 'availability', 'loss': 'blocked', 'loss_s': blocked_s},
            {'factor': 'performance', 'loss': 'minor_stop', 'loss_s': minor_stop_s},
            {'factor': 'performance', 'loss': 'reduced_speed', 'loss_s': running_s - ideal_run_s},
            {'factor': 'quality', 'loss': 'reject', 'loss_s': ideal_run_s - ideal_good_s}
        ], recursive := true)
    from ratios_of('asked_periods')
    where oee is not null
),

sides as (
    select
        factor,
        loss,
        max(oee) filter (where period = 'before') as before_oee,
        max(oee) filter (where period = 'after') as after_oee,
        max(loss_s) filter (where period = 'before') as before_loss_s,
        max(loss_s) filter (where period = 'after') as after_loss_s,
        max(planned_production_s) filter (where period = 'before') as before_planned_s,
        max(planned_production_s) filter (where period = 'after') as after_planned_s
    from losses
    group by factor, loss
)

select
    *,
    before_loss_s / before_planned_s as before_points,
    after_loss_s / after_planned_s as after_points,
    before_loss_s / before_planned_s - after_loss_s / after_planned_s as change_points
from sides
order by
    case factor when 'availability' then 1 when 'performance' then 2 else 3 end,
    abs(before_loss_s / before_planned_s - after_loss_s / after_planned_s) desc nulls last,
    loss
