-- How effective was a place, in the dates asked for and in as many dates before them, and what was the target?
with asked_facts as (
    select 'current' as asked_period, * from asked_shifts($scope, $scope_id, $from_date, $to_date, $shift, $product)
    union all
    select 'previous' as asked_period, *
    from asked_shifts(
        $scope,
        $scope_id,
        cast($from_date as date) - cast(1 + cast($to_date as date) - cast($from_date as date) as integer),
        cast($from_date as date) - 1,
        $shift,
        $product
    )
),

asked_periods as (
    select
        * exclude (asked_period),
        asked_period as period,
        cast(null as date) as period_date,
        cast(null as varchar) as period_shift_id,
        cast(null as timestamp) as period_hour_start_at
    from asked_facts
),

targets as (
    select
        max(target) filter (where kpi = 'oee') as oee_target,
        max(target) filter (where kpi = 'availability') as availability_target,
        max(target) filter (where kpi = 'performance') as performance_target,
        max(target) filter (where kpi = 'quality') as quality_target
    from targets_on($to_date)
    where scope = $scope and scope_id = $scope_id
)

select
    ratios.period,
    ratios.oee,
    ratios.oee_low,
    ratios.oee_high,
    ratios.availability,
    ratios.performance,
    ratios.quality,
    ratios.teep,
    ratios.ooe,
    ratios.coverage,
    ratios.resource_oee,
    ratios.calendar_s,
    ratios.planned_production_s,
    ratios.planned_stop_s,
    ratios.no_data_s,
    ratios.running_s,
    ratios.minor_stop_s,
    ratios.running_s + ratios.minor_stop_s as operating_s,
    ratios.ideal_run_s,
    ratios.ideal_good_s,
    ratios.total_qty,
    ratios.good_qty,
    ratios.scrap_qty,
    ratios.rework_qty,
    ratios.failure_count,
    ratios.mtbf_s,
    ratios.mttr_s,
    ratios.energy_kwh,
    ratios.kwh_per_good_unit,
    targets.oee_target,
    targets.availability_target,
    targets.performance_target,
    targets.quality_target
from ratios_of('asked_periods') as ratios
cross join targets
order by ratios.period
