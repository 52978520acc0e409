-- One row per machine, shift and loss: seconds lost, in whole microseconds so that they sum exactly. The six big losses
-- and what a plant loses besides: reduced_speed is running time less the standard time of its pieces, below zero where
-- the machine beat its standard; rejects are worth their standard time.
--! grain: machine_id, production_date, shift_id, loss
--! kind: view
--! version: 1
with shift_facts as (
    select
        machine_id,
        production_date,
        shift_id,
        sum(running_ms) as running_ms,
        sum(setup_ms) as setup_ms,
        sum(breakdown_ms) as breakdown_ms,
        sum(starved_ms) as starved_ms,
        sum(blocked_ms) as blocked_ms,
        sum(minor_stop_ms) as minor_stop_ms,
        sum(other_stop_ms) as other_stop_ms,
        sum(ideal_run_us) as ideal_run_us,
        sum(ideal_good_us) as ideal_good_us
    from gold.fact_oee
    group by machine_id, production_date, shift_id
),

startup_rejects as (
    select machine_id, production_date, shift_id, sum(reject_us) as reject_us
    from gold.fact_scrap
    where is_startup
    group by machine_id, production_date, shift_id
),

shift_losses as (
    select
        shift_facts.*,
        running_ms + setup_ms + breakdown_ms + starved_ms + blocked_ms + minor_stop_ms + other_stop_ms as planned_ms,
        coalesce(startup_rejects.reject_us, 0) as startup_us
    from shift_facts
    left join startup_rejects
        on shift_facts.machine_id = startup_rejects.machine_id
        and shift_facts.production_date = startup_rejects.production_date
        and shift_facts.shift_id = startup_rejects.shift_id
),

losses as (
    select
        machine_id, production_date, shift_id, planned_ms, 1 as loss_no, 'breakdown' as loss,
        breakdown_ms * 1000 as loss_us
    from shift_losses
    union all
    select machine_id, production_date, shift_id, planned_ms, 2 as loss_no, 'setup' as loss, setup_ms * 1000 as loss_us
    from shift_losses
    union all
    select
        machine_id, production_date, shift_id, planned_ms, 3 as loss_no, 'other_stop' as loss,
        other_stop_ms * 1000 as loss_us
    from shift_losses
    union all
    select
        machine_id, production_date, shift_id, planned_ms, 4 as loss_no, 'starved' as loss,
        starved_ms * 1000 as loss_us
    from shift_losses
    union all
    select
        machine_id, production_date, shift_id, planned_ms, 5 as loss_no, 'blocked' as loss,
        blocked_ms * 1000 as loss_us
    from shift_losses
    union all
    select
        machine_id, production_date, shift_id, planned_ms, 6 as loss_no, 'minor_stop' as loss,
        minor_stop_ms * 1000 as loss_us
    from shift_losses
    union all
    select machine_id, production_date, shift_id, planned_ms, 7, 'reduced_speed', running_ms * 1000 - ideal_run_us
    from shift_losses
    union all
    select machine_id, production_date, shift_id, planned_ms, 8, 'startup_reject', startup_us from shift_losses
    union all
    select
        machine_id, production_date, shift_id, planned_ms, 9, 'production_reject',
        ideal_run_us - ideal_good_us - startup_us
    from shift_losses
),

final as (
    select
        machine_id,
        production_date,
        shift_id,
        cast(loss_no as bigint) as loss_no,
        loss,
        cast(loss_us as bigint) as loss_us,
        cast(planned_ms as bigint) as planned_ms
    from losses
)

select * from final
