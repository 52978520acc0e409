-- One row per machine: failures and what they cost. mtbf_s is operating time (running and setup) per failure; mttf_s
-- the mean operating time from a restoration to the next failure, over completed intervals; mttr_s the mean elapsed
-- repair of closed failures. The 90 % bounds of MTBF are those of a time-terminated test: 2T / chi2(0.95; 2n+2) and 2T
-- / chi2(0.05; 2n), the upper null without a failure; past 30 failures the quantiles are those of Wilson and Hilferty.
--! grain: machine_id
--! kind: view
--! version: 1
with operating as (
    select
        machine_id,
        cast(sum(running_ms + setup_ms) as double) / 1e3 as operating_s
    from gold.fact_oee
    group by machine_id
),

failures as (
    select
        machine_id,
        count(*) as failure_count,
        sum(case when is_open then 1 else 0 end) as open_failure_count,
        sum(case when is_open then 0 else repair_ms end) as repair_ms,
        max(case when not is_open then repair_ms end) as longest_repair_ms,
        sum(case when previous_failed_at is not null then operating_ms end) as completed_ms,
        sum(case when previous_failed_at is not null then 1 else 0 end) as completed_count,
        sum(operating_ms) as operated_to_last_failure_ms
    from gold.fact_failure
    group by machine_id
),

counted as (
    select
        operating.machine_id,
        operating.operating_s,
        coalesce(failures.failure_count, 0) as failure_count,
        coalesce(failures.open_failure_count, 0) as open_failure_count,
        failures.repair_ms,
        failures.longest_repair_ms,
        failures.completed_ms,
        coalesce(failures.completed_count, 0) as completed_count,
        coalesce(failures.operated_to_last_failure_ms, 0) as operated_to_last_failure_ms,
        2e0 * coalesce(failures.failure_count, 0) as upper_dof,
        2e0 * coalesce(failures.failure_count, 0) + 2e0 as lower_dof
    from operating
    left join failures on operating.machine_id = failures.machine_id
),

-- Wilson and Hilferty: the cube root of chi-square over its degrees is nearly normal; 1.6448536 is its 95 % quantile.
approximated as (
    select
        *,
        1e0 - 2e0 / nullif(9e0 * upper_dof, 0e0) - 1.6448536e0 * square_root(2e0 / nullif(9e0 * upper_dof, 0e0))
            as upper_root,
        1e0 - 2e0 / nullif(9e0 * lower_dof, 0e0) + 1.6448536e0 * square_root(2e0 / nullif(9e0 * lower_dof, 0e0))
            as lower_root
    from counted
),

final as (
    select
        approximated.machine_id,
        cast(approximated.failure_count as bigint) as failure_count,
        cast(approximated.open_failure_count as bigint) as open_failure_count,
        approximated.operating_s,
        approximated.operating_s / nullif(cast(approximated.failure_count as double), 0e0) as mtbf_s,
        2e0 * approximated.operating_s / nullif(coalesce(
            lower_quantiles.quantile_95,
            approximated.lower_dof * approximated.lower_root * approximated.lower_root * approximated.lower_root
        ), 0e0) as mtbf_low_s,
        case
            when approximated.failure_count > 0
                then 2e0 * approximated.operating_s / nullif(coalesce(
                    upper_quantiles.quantile_05,
                    approximated.upper_dof * approximated.upper_root * approximated.upper_root * approximated.upper_root
                ), 0e0)
        end as mtbf_high_s,
        cast(approximated.completed_count as bigint) as completed_interval_count,
        cast(approximated.completed_ms as double) / 1e3 / nullif(cast(approximated.completed_count as double), 0e0)
            as mttf_s,
        approximated.operating_s - cast(approximated.operated_to_last_failure_ms as double) / 1e3 as censored_s,
        cast(approximated.repair_ms as double) / 1e3
            / nullif(cast(approximated.failure_count - approximated.open_failure_count as double), 0e0) as mttr_s,
        cast(approximated.longest_repair_ms as double) / 1e3 as longest_repair_s
    from approximated
    left join silver.chi_square_quantiles as lower_quantiles
        on cast(approximated.lower_dof as bigint) = lower_quantiles.degrees_of_freedom
    left join silver.chi_square_quantiles as upper_quantiles
        on cast(approximated.upper_dof as bigint) = upper_quantiles.degrees_of_freedom
)

select * from final
