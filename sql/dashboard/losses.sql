-- What did each loss cost a place, in hours and in points of OEE, now and in as many dates before? The losses and good
-- pieces at standard make up planned production time.
with spans as (
    select 'current' as period, cast($from_date as date) as first_date, cast($to_date as date) as last_date
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
    where
        shift_facts.scope = $scope
        and shift_facts.scope_id = $scope_id
        and ($shift = '' or shift_facts.shift_id = $shift)
        and ($product = '' or shift_facts.product_id = $product)
),

losses as (
    select
        period,
        planned_production_s,
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
    from ratios_of('asked_periods')
)

select
    loss,
    max(loss_s) filter (where period = 'current') as loss_s,
    max(loss_s / nullif(planned_production_s, 0e0)) filter (where period = 'current') as oee_points,
    max(planned_production_s) filter (where period = 'current') as planned_production_s,
    max(loss_s) filter (where period = 'previous') as previous_loss_s,
    max(loss_s / nullif(planned_production_s, 0e0)) filter (where period = 'previous') as previous_oee_points
from losses
group by loss
order by loss_s desc nulls last, loss
