-- One row per machine, production date and step from calendar time down to fully productive time: a level, or a loss
-- that leads to the next level. Each level is the one above less the losses between.
--! grain: machine_id, production_date, step_no
--! kind: view
--! version: 1
with days as (
    select
        machine_id,
        production_date,
        sum(calendar_ms) * 1000 as calendar_us,
        sum(running_ms) * 1000 as running_us,
        sum(unscheduled_ms) * 1000 as unscheduled_us,
        sum(planned_stop_ms) * 1000 as planned_stop_us,
        sum(no_data_ms) * 1000 as no_data_us,
        sum(setup_ms) * 1000 as setup_us,
        sum(breakdown_ms) * 1000 as breakdown_us,
        sum(starved_ms) * 1000 as starved_us,
        sum(blocked_ms) * 1000 as blocked_us,
        sum(minor_stop_ms) * 1000 as minor_stop_us,
        sum(other_stop_ms) * 1000 as other_stop_us,
        sum(ideal_run_us) as ideal_run_us,
        sum(ideal_good_us) as ideal_good_us
    from gold.fact_oee
    group by machine_id, production_date
),

startup_rejects as (
    select machine_id, production_date, sum(reject_us) as startup_us
    from gold.fact_scrap
    where is_startup
    group by machine_id, production_date
),

levels as (
    select
        days.*,
        calendar_us - unscheduled_us as scheduled_us,
        calendar_us - unscheduled_us - planned_stop_us - no_data_us as planned_us,
        running_us + minor_stop_us as operating_us,
        coalesce(startup_rejects.startup_us, 0) as startup_us
    from days
    left join startup_rejects
        on days.machine_id = startup_rejects.machine_id and days.production_date = startup_rejects.production_date
),

steps as (
    select machine_id, production_date, 1 as step_no, 'calendar_time' as step, 'level' as kind, calendar_us as time_us
    from levels
    union all
    select machine_id, production_date, 2 as step_no, 'unscheduled' as step, 'loss' as kind, unscheduled_us as time_us
    from levels
    union all
    select machine_id, production_date, 3 as step_no, 'scheduled_time' as step, 'level' as kind, scheduled_us as time_us
    from levels
    union all
    select machine_id, production_date, 4 as step_no, 'planned_stop' as step, 'loss' as kind, planned_stop_us as time_us
    from levels
    union all
    select machine_id, production_date, 5 as step_no, 'no_data' as step, 'loss' as kind, no_data_us as time_us
    from levels
    union all
    select
        machine_id, production_date, 6 as step_no, 'planned_production_time' as step, 'level' as kind,
        planned_us as time_us
    from levels
    union all
    select machine_id, production_date, 7 as step_no, 'breakdown' as step, 'loss' as kind, breakdown_us as time_us
    from levels
    union all
    select machine_id, production_date, 8 as step_no, 'setup' as step, 'loss' as kind, setup_us as time_us from levels
    union all
    select machine_id, production_date, 9 as step_no, 'other_stop' as step, 'loss' as kind, other_stop_us as time_us
    from levels
    union all
    select machine_id, production_date, 10 as step_no, 'starved' as step, 'loss' as kind, starved_us as time_us
    from levels
    union all
    select machine_id, production_date, 11 as step_no, 'blocked' as step, 'loss' as kind, blocked_us as time_us
    from levels
    union all
    select
        machine_id, production_date, 12 as step_no, 'operating_time' as step, 'level' as kind, operating_us as time_us
    from levels
    union all
    select machine_id, production_date, 13 as step_no, 'minor_stop' as step, 'loss' as kind, minor_stop_us as time_us
    from levels
    union all
    select
        machine_id, production_date, 14 as step_no, 'reduced_speed' as step, 'loss' as kind,
        running_us - ideal_run_us as time_us
    from levels
    union all
    select
        machine_id, production_date, 15 as step_no, 'net_operating_time' as step, 'level' as kind,
        ideal_run_us as time_us
    from levels
    union all
    select machine_id, production_date, 16 as step_no, 'startup_reject' as step, 'loss' as kind, startup_us as time_us
    from levels
    union all
    select
        machine_id, production_date, 17 as step_no, 'production_reject' as step, 'loss' as kind,
        ideal_run_us - ideal_good_us - startup_us as time_us
    from levels
    union all
    select
        machine_id, production_date, 18 as step_no, 'fully_productive_time' as step, 'level' as kind,
        ideal_good_us as time_us
    from levels
),

final as (
    select
        machine_id,
        production_date,
        cast(step_no as bigint) as step_no,
        step,
        kind,
        cast(time_us as double) / 1e6 as duration_s
    from steps
)

select * from final
