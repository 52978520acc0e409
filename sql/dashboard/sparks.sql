-- How did OEE of each line and machine of a place go, by $grain (shift, day, week or month)?
with recursive below as (
    select scope, scope_id from dashboard.units where scope = $scope and scope_id = $scope_id
    union all
    select units.scope, units.scope_id
    from below
    inner join dashboard.units as units on below.scope = units.parent_scope and below.scope_id = units.parent_id
),

asked_periods as (
    select
        shift_facts.*,
        $grain as period,
        case $grain
            when 'week' then week_start(shift_facts.production_date)
            when 'month' then month_start(shift_facts.production_date)
            else shift_facts.production_date
        end as period_date,
        case when $grain = 'shift' then shift_facts.shift_id end as period_shift_id,
        cast(null as timestamp) as period_hour_start_at
    from dashboard.shift_facts as shift_facts
    inner join below on shift_facts.scope = below.scope and shift_facts.scope_id = below.scope_id
    where
        shift_facts.production_date between cast($from_date as date) and cast($to_date as date)
        and ($shift = '' or shift_facts.shift_id = $shift)
        and ($product = '' or shift_facts.product_id = $product)
        and ($grain != 'shift' or shift_facts.shift_id != 'unscheduled')
),

starts as (
    select shift_id, min(starts_at) as starts_at from gold.dim_shift group by shift_id
)

select
    ratios.scope,
    ratios.scope_id,
    ratios.period_date,
    ratios.period_shift_id as shift_id,
    ratios.oee,
    ratios.coverage
from ratios_of('asked_periods') as ratios
left join starts on ratios.period_shift_id = starts.shift_id
order by ratios.scope, ratios.scope_id, ratios.period_date, starts.starts_at nulls last, ratios.period_shift_id
