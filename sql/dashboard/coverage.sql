-- How far do the data of each machine of a place reach: planned time without data, stops without a reason, pieces
-- without a standard, and the bounds that this puts on OEE?
with asked_periods as (
    select
        shift_facts.*,
        'all' as period,
        cast(null as date) as period_date,
        cast(null as varchar) as period_shift_id,
        cast(null as timestamp) as period_hour_start_at
    from dashboard.shift_facts as shift_facts
    inner join dashboard.members as members
        on members.scope = $scope and members.scope_id = $scope_id and shift_facts.scope_id = members.machine_id
    where
        shift_facts.scope = 'machine'
        and shift_facts.production_date between cast($from_date as date) and cast($to_date as date)
        and ($shift = '' or shift_facts.shift_id = $shift)
),

unrated as (
    select scope_id, sum(unrated_qty) as unrated_qty from asked_periods group by scope_id
),

stops as (
    select
        machine_id,
        cast(sum(loss_ms) as double) / 1e3 as stop_s,
        cast(coalesce(sum(loss_ms) filter (where reason_code is null), 0) as double) / 1e3 as unexplained_s,
        coalesce(sum(stop_count) filter (where reason_code is null), 0) as unexplained_count
    from gold.fact_loss
    where
        production_date between cast($from_date as date) and cast($to_date as date)
        and ($shift = '' or shift_id = $shift)
        and bucket in ('setup', 'breakdown', 'starved', 'blocked', 'minor_stop', 'other_stop')
    group by machine_id
)

select
    ratios.scope_id as machine_id,
    ratios.coverage,
    ratios.no_data_s,
    ratios.planned_production_s,
    ratios.oee,
    ratios.oee_low,
    ratios.oee_high,
    stops.stop_s,
    stops.unexplained_s,
    stops.unexplained_count,
    1e0 - stops.unexplained_s / nullif(stops.stop_s, 0e0) as reason_coverage,
    ratios.total_qty,
    unrated.unrated_qty,
    units.horizon_at
from ratios_of('asked_periods') as ratios
left join unrated on ratios.scope_id = unrated.scope_id
left join stops on ratios.scope_id = stops.machine_id
left join dashboard.units as units on units.scope = 'machine' and ratios.scope_id = units.scope_id
order by ratios.coverage nulls first, reason_coverage nulls last, ratios.scope_id
