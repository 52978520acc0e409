-- At which hour of which weekday is a place good, and at which bad? Local time; each cell is a ratio of sums.
with asked_periods as (
    select
        * exclude (production_date, shift_id, hour_start_at, local_hour_no, local_weekday_no),
        'hour of week' as period,
        cast(null as date) as period_date,
        lpad(cast(local_weekday_no * 100 + local_hour_no as varchar), 3, '0') as period_shift_id,
        cast(null as timestamp) as period_hour_start_at
    from asked_hours($scope, $scope_id, $from_date, $to_date, $shift, $product)
)

select
    cast(period_shift_id as bigint) // 100 as weekday_no,
    cast(period_shift_id as bigint) % 100 as hour_no,
    oee,
    availability,
    performance,
    quality,
    coverage,
    ideal_good_s,
    planned_production_s,
    no_data_s,
    unscheduled_s,
    calendar_s,
    good_qty
from ratios_of('asked_periods')
order by weekday_no, hour_no
