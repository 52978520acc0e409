-- How did a place do shift by shift, the latest first?
with asked_periods as (
    select
        * exclude (production_date, shift_id),
        'shift' as period,
        production_date as period_date,
        shift_id as period_shift_id,
        cast(null as timestamp) as period_hour_start_at
    from asked_shifts($scope, $scope_id, $from_date, $to_date, $shift, $product)
    where shift_id != 'unscheduled'
),

starts as (
    select shift_id, min(starts_at) as starts_at from gold.dim_shift group by shift_id
)

select
    ratios.period_date as production_date,
    ratios.period_shift_id as shift_id,
    starts.starts_at,
    ratios.oee,
    ratios.coverage,
    ratios.good_qty,
    ratios.total_qty,
    ratios.ideal_good_s,
    ratios.planned_production_s
from ratios_of('asked_periods') as ratios
left join starts on ratios.period_shift_id = starts.shift_id
order by ratios.period_date desc, starts.starts_at desc nulls last, ratios.period_shift_id desc
