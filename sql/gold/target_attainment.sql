-- One row per production date and target that holds for it: what was aimed at, and what its site, line or machine
-- reached by gold.oee_ratios, null where the KPI is none of those below or has no figure that day. Of times to repair,
-- energy, rejects and failures less is better.
--! grain: scope, scope_id, kpi, production_date
--! kind: view
--! version: 1
with targets as (
    select * from gold.dim_target
),

days as (
    select * from gold.oee_ratios where period = 'day'
),

attained as (
    select
        targets.scope,
        targets.scope_id,
        targets.kpi,
        days.period_date as production_date,
        targets.target,
        case targets.kpi
            when 'oee' then days.oee
            when 'availability' then days.availability
            when 'performance' then days.performance
            when 'quality' then days.quality
            when 'teep' then days.teep
            when 'ooe' then days.ooe
            when 'coverage' then days.coverage
            when 'resource_oee' then days.resource_oee
            when 'mtbf_s' then days.mtbf_s
            when 'mttr_s' then days.mttr_s
            when 'energy_kwh' then days.energy_kwh
            when 'kwh_per_good_unit' then days.kwh_per_good_unit
            when 'total_qty' then cast(days.total_qty as double)
            when 'good_qty' then cast(days.good_qty as double)
            when 'scrap_qty' then cast(days.scrap_qty as double)
            when 'rework_qty' then cast(days.rework_qty as double)
            when 'failure_count' then cast(days.failure_count as double)
        end as reached
    from targets
    inner join days
        on targets.scope = days.scope
        and targets.scope_id = days.scope_id
        and at_local_time(days.period_date, '00:00', 0, targets.time_zone) >= targets.valid_from_at
        and at_local_time(days.period_date, '00:00', 0, targets.time_zone) < targets.valid_to_at
),

final as (
    select
        scope,
        scope_id,
        kpi,
        production_date,
        target,
        reached,
        case
            when kpi in ('mttr_s', 'energy_kwh', 'kwh_per_good_unit', 'scrap_qty', 'rework_qty', 'failure_count')
                then reached <= target
            else reached >= target
        end as is_met
    from attained
)

select * from final
