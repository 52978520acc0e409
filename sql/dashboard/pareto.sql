-- Which reasons cost a place most, over all its machines, by $measure: s, count, qty (pieces that the machine's own
-- standard would have made in the time) or kwh? Facts of stops are not split by product.
with members as (
    select machine_id from dashboard.members where scope = $scope and scope_id = $scope_id
),

losses as (
    select
        fact_loss.machine_id,
        fact_loss.bucket,
        fact_loss.reason_code,
        sum(fact_loss.loss_ms) as loss_ms,
        sum(fact_loss.stop_count) as stop_count,
        max(fact_loss.longest_ms) as longest_ms
    from gold.fact_loss as fact_loss
    inner join members on fact_loss.machine_id = members.machine_id
    where
        fact_loss.production_date between cast($from_date as date) and cast($to_date as date)
        and ($shift = '' or fact_loss.shift_id = $shift)
        and fact_loss.bucket in ('setup', 'breakdown', 'starved', 'blocked', 'minor_stop', 'other_stop')
    group by fact_loss.machine_id, fact_loss.bucket, fact_loss.reason_code
),

energy as (
    select machine_id, bucket, reason_code, sum(energy_j) as energy_j
    from gold.fact_energy
    where
        production_date between cast($from_date as date) and cast($to_date as date)
        and ($shift = '' or shift_id = $shift)
    group by machine_id, bucket, reason_code
),

standards as (
    select
        scope_id as machine_id,
        cast(sum(ideal_run_us) as double) / nullif(cast(sum(total_qty - unrated_qty) as double), 0e0) as cycle_us
    from dashboard.shift_facts
    where scope = 'machine' and production_date between cast($from_date as date) and cast($to_date as date)
    group by scope_id
),

weighed as (
    select
        losses.bucket,
        losses.reason_code,
        count(distinct losses.machine_id) as machine_count,
        cast(sum(losses.loss_ms) as double) / 1e3 as loss_s,
        cast(sum(losses.stop_count) as bigint) as stop_count,
        cast(max(losses.longest_ms) as double) / 1e3 as longest_s,
        sum(cast(losses.loss_ms as double) * 1e3 / standards.cycle_us) as lost_qty,
        cast(sum(energy.energy_j) as double) / 3.6e6 as energy_kwh
    from losses
    left join energy
        on losses.machine_id = energy.machine_id
        and losses.bucket = energy.bucket
        and losses.reason_code is not distinct from energy.reason_code
    left join standards on losses.machine_id = standards.machine_id
    group by losses.bucket, losses.reason_code
),

measured as (
    select
        *,
        coalesce(case $measure
            when 'count' then cast(stop_count as double)
            when 'qty' then lost_qty
            when 'kwh' then energy_kwh
            else loss_s
        end, 0e0) as measure
    from weighed
)

select
    measured.bucket,
    measured.reason_code,
    dim_reason.name as reason_name,
    measured.measure,
    measured.measure / nullif(sum(measured.measure) over (), 0e0) as measure_ratio,
    sum(measured.measure) over (
        order by measured.measure desc, measured.bucket, coalesce(measured.reason_code, '')
        rows between unbounded preceding and current row
    ) / nullif(sum(measured.measure) over (), 0e0) as cumulative_ratio,
    sum(measured.measure) over () as measure_total,
    measured.loss_s,
    measured.stop_count,
    measured.longest_s,
    measured.lost_qty,
    measured.energy_kwh,
    measured.machine_count
from measured
left join gold.dim_reason as dim_reason on measured.reason_code = dim_reason.reason_code
order by measured.measure desc, measured.bucket, coalesce(measured.reason_code, '')
