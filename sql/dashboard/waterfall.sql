-- How did calendar time shrink to fully productive time: each level, and each loss between, in hours, in hours of an
-- average week, as a share of calendar time and in points of OEE? unbalanced_s is what the steps fail to explain.
with asked_periods as (
    select
        *,
        'all' as period,
        cast(null as date) as period_date,
        cast(null as varchar) as period_shift_id,
        cast(null as timestamp) as period_hour_start_at
    from asked_shifts($scope, $scope_id, $from_date, $to_date, $shift, $product)
),

times as (
    select
        *,
        calendar_s - unscheduled_s as scheduled_s,
        running_s + minor_stop_s as operating_s
    from ratios_of('asked_periods')
),

steps as (
    select
        calendar_s,
        planned_production_s,
        unnest([
            {'step_no': 1, 'step': 'calendar_time', 'kind': 'level', 'duration_s': calendar_s},
            {'step_no': 2, 'step': 'unscheduled', 'kind': 'loss', 'duration_s': unscheduled_s},
            {'step_no': 3, 'step': 'scheduled_time', 'kind': 'level', 'duration_s': scheduled_s},
            {'step_no': 4, 'step': 'planned_stop', 'kind': 'loss', 'duration_s': planned_stop_s},
            {'step_no': 5, 'step': 'no_data', 'kind': 'loss', 'duration_s': no_data_s},
            {'step_no': 6, 'step': 'planned_production_time', 'kind': 'level', 'duration_s': planned_production_s},
            {'step_no': 7, 'step': 'breakdown', 'kind': 'loss', 'duration_s': breakdown_s},
            {'step_no': 8, 'step': 'setup', 'kind': 'loss', 'duration_s': setup_s},
            {'step_no': 9, 'step': 'other_stop', 'kind': 'loss', 'duration_s': other_stop_s},
            {'step_no': 10, 'step': 'starved', 'kind': 'loss', 'duration_s': starved_s},
            {'step_no': 11, 'step': 'blocked', 'kind': 'loss', 'duration_s': blocked_s},
            {'step_no': 12, 'step': 'operating_time', 'kind': 'level', 'duration_s': operating_s},
            {'step_no': 13, 'step': 'minor_stop', 'kind': 'loss', 'duration_s': minor_stop_s},
            {'step_no': 14, 'step': 'reduced_speed', 'kind': 'loss', 'duration_s': running_s - ideal_run_s},
            {'step_no': 15, 'step': 'net_operating_time', 'kind': 'level', 'duration_s': ideal_run_s},
            {'step_no': 16, 'step': 'reject', 'kind': 'loss', 'duration_s': ideal_run_s - ideal_good_s},
            {'step_no': 17, 'step': 'fully_productive_time', 'kind': 'level', 'duration_s': ideal_good_s}
        ], recursive := true)
    from times
),

balanced as (
    select
        *,
        max(duration_s) filter (where step_no = 1) over ()
            - sum(duration_s) filter (where kind = 'loss') over ()
            - max(duration_s) filter (where step_no = 17) over () as unbalanced_s
    from steps
)

select
    step_no,
    step,
    kind,
    duration_s,
    duration_s / nullif(calendar_s, 0e0) as calendar_ratio,
    duration_s / nullif(calendar_s, 0e0) * 168e0 as average_week_h,
    case when step_no >= 6 then duration_s / nullif(planned_production_s, 0e0) end as oee_points,
    round(unbalanced_s, 3) as unbalanced_s
from balanced
order by step_no
