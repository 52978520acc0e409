-- How did the ratios of a place go, by $grain (hour, shift, day, week, month)? center is the ratio of the sums over all
-- of it; limits are those of an individuals chart, 2.66 times the mean moving range from the centre. Ratios of single
-- periods are not averaged.
with asked_facts as (
    select *
    from asked_hours(
        $scope,
        $scope_id,
        case when $grain = 'hour' then $from_date else '9999-12-31' end,
        $to_date,
        $shift,
        $product
    )
    union all by name
    select *
    from asked_shifts(
        $scope,
        $scope_id,
        case when $grain = 'hour' then '9999-12-31' else $from_date end,
        $to_date,
        $shift,
        $product
    )
),

asked_periods as (
    select
        asked_facts.* exclude (production_date, shift_id, hour_start_at),
        spans.period,
        case
            when spans.period = 'all' then null
            when $grain = 'week' then week_start(asked_facts.production_date)
            when $grain = 'month' then month_start(asked_facts.production_date)
            else asked_facts.production_date
        end as period_date,
        case when spans.period in ('hour', 'shift') then asked_facts.shift_id end as period_shift_id,
        case when spans.period = 'hour' then asked_facts.hour_start_at end as period_hour_start_at
    from asked_facts
    cross join (select $grain as period union all select 'all') as spans
    where $grain not in ('hour', 'shift') or asked_facts.shift_id != 'unscheduled'
),

ratios as (
    select * from ratios_of('asked_periods')
),

starts as (
    select shift_id, min(starts_at) as starts_at from gold.dim_shift group by shift_id
),

targets as (
    select max(target) as oee_target
    from targets_on($to_date)
    where scope = $scope and scope_id = $scope_id and kpi = 'oee'
),

points as (
    select
        ratios.*,
        starts.starts_at,
        row_number() over (
            order by
                ratios.period_date,
                ratios.period_hour_start_at,
                starts.starts_at nulls last,
                ratios.period_shift_id
        ) as point_no
    from ratios
    left join starts on ratios.period_shift_id = starts.shift_id
    where ratios.period != 'all'
),

moves as (
    select abs(oee - lag(oee) over (order by point_no)) as moving_range
    from points
    where oee is not null
),

limits as (
    select
        max(ratios.oee) as center,
        2.66e0 * (select avg(moving_range) from moves) as reach
    from ratios
    where ratios.period = 'all'
)

select
    points.period_date,
    points.period_shift_id as shift_id,
    points.period_hour_start_at as hour_start_at,
    strftime(local_from_utc(points.period_hour_start_at, units.time_zone), '%H:%M') as local_hour,
    points.oee,
    points.availability,
    points.performance,
    points.quality,
    points.teep,
    points.coverage,
    points.oee_low,
    points.oee_high,
    points.ideal_good_s,
    points.planned_production_s,
    points.no_data_s,
    points.running_s + points.minor_stop_s as operating_s,
    points.ideal_run_s,
    points.good_qty,
    points.total_qty,
    points.failure_count,
    points.mtbf_s,
    points.mttr_s,
    points.energy_kwh,
    points.kwh_per_good_unit,
    targets.oee_target,
    limits.center,
    greatest(limits.center - limits.reach, 0e0) as lower_control,
    limits.center + limits.reach as upper_control
from points
cross join limits
cross join targets
inner join dashboard.units as units on points.scope = units.scope and points.scope_id = units.scope_id
order by points.point_no
