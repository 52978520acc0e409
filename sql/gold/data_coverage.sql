-- One row per machine and production date: how much of the planned time the data covers, the bounds that missing time
-- puts on OEE, how much of the stopped time has a reason, and how much output has a standard.
--! grain: machine_id, production_date
--! kind: view
--! version: 1
with days as (
    select
        machine_id,
        production_date,
        no_data_s,
        planned_production_s,
        coverage,
        oee,
        oee_low,
        oee_high,
        total_qty
    from gold.oee_by_machine_day
),

stops as (
    select
        machine_id,
        production_date,
        sum(loss_ms) as stop_ms,
        sum(case when reason_code is not null then loss_ms else 0 end) as explained_ms
    from gold.fact_loss
    where bucket in ('setup', 'breakdown', 'starved', 'blocked', 'minor_stop', 'other_stop')
    group by machine_id, production_date
),

standards as (
    select machine_id, production_date, sum(unrated_qty) as unrated_qty
    from gold.fact_oee
    group by machine_id, production_date
),

final as (
    select
        days.machine_id,
        days.production_date,
        days.no_data_s,
        days.planned_production_s,
        days.coverage,
        days.oee,
        days.oee_low,
        days.oee_high,
        cast(coalesce(stops.stop_ms, 0) as double) / 1e3 as stop_s,
        cast(coalesce(stops.explained_ms, 0) as double) / 1e3 as explained_stop_s,
        cast(stops.explained_ms as double) / nullif(cast(stops.stop_ms as double), 0e0) as reason_coverage,
        days.total_qty,
        cast(standards.unrated_qty as bigint) as unrated_qty,
        cast(reason_delays.delay_us as double) / 1e6 / nullif(cast(reason_delays.word_count as double), 0e0)
            as reason_delay_s
    from days
    inner join standards
        on days.machine_id = standards.machine_id and days.production_date = standards.production_date
    left join stops on days.machine_id = stops.machine_id and days.production_date = stops.production_date
    left join gold.reason_delays as reason_delays
        on days.machine_id = reason_delays.machine_id and days.production_date = reason_delays.production_date
)

select * from final
