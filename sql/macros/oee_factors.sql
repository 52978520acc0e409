-- One row per factor of OEE over a span of production dates, of one machine and shift or of all: oee, availability,
-- performance, quality, as in gold.oee_ratios, digit for digit; and base_s, the time of which the factor is a share.
-- Null where there is nothing to divide by, or no standard.
--! param: first_date date, first production date
--! param: last_date date, last production date
--! param: machine text = null, machine_id; null is all
--! param: shift text = null, shift_id; null is all
with sums as (
    select
        sum(running_ms + minor_stop_ms) as operating_ms,
        sum(running_ms + setup_ms + breakdown_ms + starved_ms + blocked_ms + minor_stop_ms + other_stop_ms)
            as planned_ms,
        sum(ideal_run_us) as ideal_run_us,
        sum(ideal_good_us) as ideal_good_us,
        sum(total_qty) > 0 and sum(unrated_qty) = sum(total_qty) as is_unrated
    from gold.fact_oee
    where
        production_date between first_date and last_date
        and (machine is null or machine_id = machine)
        and (shift is null or shift_id = shift)
),

bases as (
    select
        case when planned_ms > 0 then cast(planned_ms as double) / 1e3 end as planned_s,
        case when planned_ms > 0 then cast(operating_ms as double) / 1e3 end as operating_s,
        cast(ideal_run_us as double) / 1e6 as ideal_run_s,
        case when planned_ms > 0 and not is_unrated then cast(ideal_good_us as double) / 1e6 end as worth_s
    from sums
),

final as (
    select 'oee' as factor, worth_s / planned_s as factor_value, planned_s as base_s from bases
    union all
    select 'availability', operating_s / planned_s, planned_s from bases
    union all
    select
        'performance',
        case when worth_s is not null then ideal_run_s / nullif(operating_s, 0e0) end,
        operating_s
    from bases
    union all
    select 'quality', worth_s / nullif(ideal_run_s, 0e0), ideal_run_s from bases
)

select * from final
