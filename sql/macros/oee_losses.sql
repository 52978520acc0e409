-- One row per loss of OEE and reason over a span of production dates, of one machine and shift or of all. The losses of
-- availability are shares of planned production time, those of performance of operating time, those of quality of the
-- standard time of all pieces: each factor is 1 less its shares. Losses and names as in gold.losses_breakdown.
--! param: first_date date, first production date
--! param: last_date date, last production date
--! param: machine text = null, machine_id; null is all
--! param: shift text = null, shift_id; null is all
with rejects as (
    select
        case when is_startup then 'startup_reject' else 'production_reject' end as loss,
        reason_code,
        reject_us as loss_us
    from gold.fact_scrap
    where
        production_date between first_date and last_date
        and (machine is null or machine_id = machine)
        and (shift is null or shift_id = shift)
),

facts as (
    select sum(running_ms * 1000 - ideal_run_us) as reduced_us, sum(ideal_run_us - ideal_good_us) as reject_us
    from gold.fact_oee
    where
        production_date between first_date and last_date
        and (machine is null or machine_id = machine)
        and (shift is null or shift_id = shift)
),

losses as (
    select bucket as loss, reason_code, loss_ms * 1000 as loss_us
    from gold.fact_loss
    where
        production_date between first_date and last_date
        and (machine is null or machine_id = machine)
        and (shift is null or shift_id = shift)
    union all
    select 'reduced_speed', null, reduced_us from facts
    union all
    select loss, reason_code, loss_us from rejects
    union all
    -- What no reject accounts for, so that quality is 1 less its losses whatever the facts say.
    select 'production_reject', null, reject_us - coalesce((select sum(loss_us) from rejects), 0) from facts
),

names as (
    select
        unnest(['breakdown', 'setup', 'other_stop', 'starved', 'blocked', 'minor_stop', 'reduced_speed',
            'startup_reject', 'production_reject']) as loss,
        unnest(['availability', 'availability', 'availability', 'availability', 'availability', 'performance',
            'performance', 'quality', 'quality']) as factor
),

final as (
    select
        names.factor,
        names.loss,
        losses.reason_code,
        cast(coalesce(sum(losses.loss_us), 0) as double) / 1e6 as loss_s
    from names
    left join losses on names.loss = losses.loss
    group by names.factor, names.loss, losses.reason_code
)

select * from final
