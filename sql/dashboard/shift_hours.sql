-- How did a shift go, hour by hour: pieces, the pieces that were to be made, both added up, and where the time went?
-- target_qty is planned production time at the standard of the pieces of the shift, times the OEE target where there is
-- one. Null without a standard.
with asked_facts as (
    select *
    from asked_hours($scope, $scope_id, $from_date, $to_date, $shift, $product)
),

asked_periods as (
    select
        * exclude (production_date, shift_id, hour_start_at),
        'hour' as period,
        production_date as period_date,
        shift_id as period_shift_id,
        hour_start_at as period_hour_start_at
    from asked_facts
),

standards as (
    select
        cast(sum(ideal_run_us) as double) / 1e6
            / nullif(cast(sum(total_qty - unrated_qty) as double), 0e0) as cycle_s
    from asked_facts
),

targets as (
    select max(target) as oee_target
    from targets_on($to_date)
    where scope = $scope and scope_id = $scope_id and kpi = 'oee'
),

hours as (
    select
        ratios.*,
        units.time_zone,
        ratios.planned_production_s / standards.cycle_s * coalesce(targets.oee_target, 1e0) as target_qty,
        targets.oee_target
    from ratios_of('asked_periods') as ratios
    cross join standards
    cross join targets
    inner join dashboard.units as units on ratios.scope = units.scope and ratios.scope_id = units.scope_id
)

select
    period_date as production_date,
    period_shift_id as shift_id,
    period_hour_start_at as hour_start_at,
    strftime(local_from_utc(period_hour_start_at, time_zone), '%H:%M') as local_hour,
    good_qty,
    scrap_qty + rework_qty as reject_qty,
    total_qty,
    target_qty,
    oee_target,
    sum(good_qty) over hours_so_far as cumulative_good_qty,
    sum(target_qty) over hours_so_far as cumulative_target_qty,
    oee,
    availability,
    performance,
    quality,
    coverage,
    ideal_good_s,
    planned_production_s,
    no_data_s,
    planned_stop_s,
    running_s,
    setup_s,
    breakdown_s,
    starved_s,
    blocked_s,
    minor_stop_s,
    other_stop_s,
    case when performance is not null then running_s - ideal_run_s end as reduced_speed_s,
    case when performance is not null then ideal_run_s - ideal_good_s end as reject_s
from hours
window hours_so_far as (order by period_hour_start_at rows between unbounded preceding and current row)
order by period_hour_start_at
