-- One row per machine and product that was made: its standard in force last against the best that was demonstrated,
-- which is the fastest hour of at least ten pieces and a quarter of an hour of running: in a shorter while, pieces that
-- were counted beside it would decide. Flagged where there is no standard, or performance exceeds 1.
--! grain: machine_id, product_id?
--! kind: view
--! version: 1
with facts as (
    select
        machine_id,
        product_id,
        production_date,
        shift_id,
        hour_start_at,
        sum(running_ms) as running_ms,
        sum(running_ms + minor_stop_ms) as operating_ms,
        sum(total_qty) as total_qty,
        sum(unrated_qty) as unrated_qty,
        sum(ideal_run_us) as ideal_run_us
    from gold.fact_oee
    group by machine_id, product_id, production_date, shift_id, hour_start_at
),

sums as (
    select
        machine_id,
        product_id,
        sum(total_qty) as total_qty,
        sum(unrated_qty) as unrated_qty,
        sum(operating_ms) as operating_ms,
        sum(ideal_run_us) as ideal_run_us,
        min(case
            when total_qty >= 10 and running_ms >= 900000
                then cast(running_ms as double) / 1e3 / nullif(cast(total_qty as double), 0e0)
        end) as best_cycle_s
    from facts
    group by machine_id, product_id
    having sum(total_qty) > 0
),

judged as (
    select
        *,
        cast(ideal_run_us as double) / 1e6 / nullif(cast(total_qty - unrated_qty as double), 0e0) as ideal_cycle_s,
        case
            when unrated_qty < total_qty
                then cast(ideal_run_us as double) / nullif(cast(operating_ms as double) * 1e3, 0e0)
        end as performance
    from sums
),

final as (
    select
        machine_id,
        product_id,
        cast(total_qty as bigint) as total_qty,
        cast(unrated_qty as bigint) as unrated_qty,
        ideal_cycle_s,
        best_cycle_s,
        best_cycle_s / nullif(ideal_cycle_s, 0e0) as best_to_standard_ratio,
        performance,
        unrated_qty > 0 as is_standard_missing,
        coalesce(performance > 1e0, false) as is_performance_above_one,
        unrated_qty > 0 or coalesce(performance > 1e0, false) as is_flagged
    from judged
)

select * from final
