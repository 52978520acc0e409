-- One row per scope and period: the one definition of every ratio, from sums of facts. 0/0 is null. Without planned
-- production availability, performance, quality and OEE are null; without a standard performance and OEE are.
--! grain: scope, scope_id?, period, period_date?, period_shift_id?, period_hour_start_at?
--! kind: view
--! version: 1
with sums as (
    select
        scope,
        scope_id,
        period,
        period_date,
        period_shift_id,
        period_hour_start_at,
        cast(sum(calendar_ms) as bigint) as calendar_ms,
        cast(sum(running_ms) as bigint) as running_ms,
        cast(sum(unscheduled_ms) as bigint) as unscheduled_ms,
        cast(sum(planned_stop_ms) as bigint) as planned_stop_ms,
        cast(sum(no_data_ms) as bigint) as no_data_ms,
        cast(sum(setup_ms) as bigint) as setup_ms,
        cast(sum(breakdown_ms) as bigint) as breakdown_ms,
        cast(sum(starved_ms) as bigint) as starved_ms,
        cast(sum(blocked_ms) as bigint) as blocked_ms,
        cast(sum(minor_stop_ms) as bigint) as minor_stop_ms,
        cast(sum(other_stop_ms) as bigint) as other_stop_ms,
        cast(sum(overtime_ms) as bigint) as overtime_ms,
        cast(sum(total_qty) as bigint) as total_qty,
        cast(sum(good_qty) as bigint) as good_qty,
        cast(sum(scrap_qty) as bigint) as scrap_qty,
        cast(sum(rework_qty) as bigint) as rework_qty,
        cast(sum(unrated_qty) as bigint) as unrated_qty,
        cast(sum(ideal_run_us) as bigint) as ideal_run_us,
        cast(sum(ideal_good_us) as bigint) as ideal_good_us,
        cast(sum(failure_count) as bigint) as failure_count,
        cast(sum(repaired_failure_count) as bigint) as repaired_failure_count,
        cast(sum(repair_ms) as bigint) as repair_ms,
        cast(sum(energy_j) as bigint) as energy_j,
        cast(sum(resource_planned_ms) as bigint) as resource_planned_ms,
        cast(sum(resource_ideal_good_us) as bigint) as resource_ideal_good_us,
        cast(sum(resource_total_qty) as bigint) as resource_total_qty,
        cast(sum(resource_unrated_qty) as bigint) as resource_unrated_qty
    from gold.oee_periods
    group by scope, scope_id, period, period_date, period_shift_id, period_hour_start_at
),

bases as (
    select
        *,
        cast(running_ms + setup_ms + breakdown_ms + starved_ms + blocked_ms + minor_stop_ms + other_stop_ms as double)
            / 1e3 as planned_production_s,
        cast(running_ms + minor_stop_ms as double) / 1e3 as operating_s,
        cast(no_data_ms as double) / 1e3 as no_data_s,
        cast(ideal_run_us as double) / 1e6 as ideal_run_s,
        cast(ideal_good_us as double) / 1e6 as ideal_good_s,
        -- Without any standard for the pieces made, what they are worth in time is unknown, not zero.
        case when total_qty > 0 and unrated_qty = total_qty then null else cast(ideal_good_us as double) / 1e6 end
            as worth_s,
        case
            when resource_total_qty > 0 and resource_unrated_qty = resource_total_qty then null
            else cast(resource_ideal_good_us as double) / 1e6
        end as resource_worth_s
    from sums
),

final as (
    select
        scope,
        scope_id,
        period,
        period_date,
        period_shift_id,
        period_hour_start_at,
        cast(calendar_ms as double) / 1e3 as calendar_s,
        cast(unscheduled_ms as double) / 1e3 as unscheduled_s,
        cast(planned_stop_ms as double) / 1e3 as planned_stop_s,
        no_data_s,
        planned_production_s,
        cast(running_ms as double) / 1e3 as running_s,
        cast(setup_ms as double) / 1e3 as setup_s,
        cast(breakdown_ms as double) / 1e3 as breakdown_s,
        cast(starved_ms as double) / 1e3 as starved_s,
        cast(blocked_ms as double) / 1e3 as blocked_s,
        cast(minor_stop_ms as double) / 1e3 as minor_stop_s,
        cast(other_stop_ms as double) / 1e3 as other_stop_s,
        total_qty,
        good_qty,
        scrap_qty,
        rework_qty,
        ideal_run_s,
        ideal_good_s,
        operating_s / nullif(planned_production_s, 0e0) as availability,
        case
            when planned_production_s > 0e0 and worth_s is not null then ideal_run_s / nullif(operating_s, 0e0)
        end as performance,
        case
            when planned_production_s = 0e0 then null
            when ideal_run_us > 0 then ideal_good_s / nullif(ideal_run_s, 0e0)
            else cast(good_qty as double) / nullif(cast(total_qty as double), 0e0)
        end as quality,
        worth_s / nullif(planned_production_s, 0e0) as oee,
        worth_s / nullif(cast(calendar_ms as double) / 1e3, 0e0) as teep,
        worth_s / nullif(planned_production_s + cast(planned_stop_ms as double) / 1e3, 0e0) as ooe,
        planned_production_s / nullif(planned_production_s + no_data_s, 0e0) as coverage,
        worth_s / nullif(planned_production_s + no_data_s, 0e0) as oee_low,
        (worth_s + no_data_s) / nullif(planned_production_s + no_data_s, 0e0) as oee_high,
        failure_count,
        cast(running_ms + setup_ms as double) / 1e3 / nullif(cast(failure_count as double), 0e0) as mtbf_s,
        cast(repair_ms as double) / 1e3 / nullif(cast(repaired_failure_count as double), 0e0) as mttr_s,
        cast(energy_j as double) / 3.6e6 as energy_kwh,
        cast(energy_j as double) / 3.6e6 / nullif(cast(good_qty as double), 0e0) as kwh_per_good_unit,
        resource_worth_s / nullif(cast(resource_planned_ms as double) / 1e3, 0e0) as resource_oee
    from bases
)

select * from final
