-- One row per machine, shift, hour and measure in which gold.fact_oee says something else than the simulator's truth.
-- Milliseconds and pieces must agree exactly; energy to what a meter of 1 Wh shows: an hour lies between two readings.
-- explained_by names the recorded dirt that reaches into the hour; null where there is none.
--! grain: machine_id, production_date, shift_id, started_at, measure
with truth as (
    select
        machine_id,
        production_date,
        shift_id,
        hour_start_at as started_at,
        measure,
        amount
    from truth.hours
    unpivot (amount for measure in (columns('_ms$|_qty$|_count$|_j$')))
),

facts as (
    select
        machine_id,
        production_date,
        shift_id,
        hour_start_at as started_at,
        sum(running_ms)::bigint as running_ms,
        sum(unscheduled_ms)::bigint as unscheduled_ms,
        sum(planned_stop_ms)::bigint as planned_stop_ms,
        sum(no_data_ms)::bigint as no_data_ms,
        sum(setup_ms)::bigint as setup_ms,
        sum(breakdown_ms)::bigint as breakdown_ms,
        sum(starved_ms)::bigint as starved_ms,
        sum(blocked_ms)::bigint as blocked_ms,
        sum(minor_stop_ms)::bigint as minor_stop_ms,
        sum(other_stop_ms)::bigint as other_stop_ms,
        sum(overtime_ms)::bigint as overtime_ms,
        sum(good_qty)::bigint as good_qty,
        sum(scrap_qty)::bigint as scrap_qty,
        sum(rework_qty)::bigint as rework_qty,
        sum(failure_count)::bigint as failure_count,
        sum(energy_j)::bigint as energy_j
    from gold.fact_oee
    group by machine_id, production_date, shift_id, hour_start_at
),

gold as (
    select
        machine_id,
        production_date,
        shift_id,
        started_at,
        measure,
        amount
    from facts
    unpivot (amount for measure in (columns('_ms$|_qty$|_count$|_j$')))
),

compared as (
    select
        coalesce(truth.machine_id, gold.machine_id) as machine_id,
        coalesce(truth.production_date, gold.production_date) as production_date,
        coalesce(truth.shift_id, gold.shift_id) as shift_id,
        coalesce(truth.started_at, gold.started_at) as started_at,
        coalesce(truth.measure, gold.measure) as measure,
        coalesce(truth.amount, 0) as truth,
        coalesce(gold.amount, 0) as gold
    from truth
    full join gold
        on
            truth.machine_id = gold.machine_id
            and truth.production_date = gold.production_date
            and truth.shift_id = gold.shift_id
            and truth.started_at = gold.started_at
            and truth.measure = gold.measure
),

differences as (
    select *
    from compared
    where abs(gold - truth) > if(measure = 'energy_j', 3600, 0)
),

final as (
    select
        differences.machine_id,
        differences.production_date,
        differences.shift_id,
        differences.started_at,
        differences.measure,
        differences.truth::varchar as truth,
        differences.gold::varchar as gold,
        string_agg(distinct dirt.kind, ', ' order by dirt.kind) as explained_by
    from differences
    left join truth.dirt as dirt
        on
            differences.machine_id = dirt.machine_id
            and differences.started_at < dirt.until_at
            and differences.started_at + interval 1 hour > dirt.from_at
    group by all
)

select * from final
