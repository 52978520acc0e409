-- One row per fact and scope it counts in: machine, line, site, product, plant. A line whose constraint and output
-- machine are named is measured by them: time and failures of the constraint, pieces of the output machine at the
-- constraint's standard. Energy is that of all its machines. resource_* keep the plain sums beside it.
--! grain: none
--! kind: view
--! version: 1
with fact_oee as (
    select * from gold.fact_oee
),

plain_scopes as (
    select 'machine' as scope, machine_id as scope_id, fact_oee.* from fact_oee
    union all
    select 'site' as scope, site_id as scope_id, fact_oee.* from fact_oee
    union all
    select 'product' as scope, product_id as scope_id, fact_oee.* from fact_oee
    union all
    select 'plant' as scope, as_text(null) as scope_id, fact_oee.* from fact_oee
),

line_facts as (
    select
        fact_oee.*,
        dim_machine.constraint_machine_id is null or dim_machine.output_machine_id is null or dim_machine.is_constraint
            as gives_time,
        dim_machine.constraint_machine_id is null or dim_machine.output_machine_id is null or dim_machine.is_output
            as gives_pieces,
        dim_machine.constraint_machine_id is not null and dim_machine.output_machine_id is not null as has_constraint
    from fact_oee
    inner join gold.dim_machine as dim_machine on fact_oee.machine_id = dim_machine.machine_id
),

final as (
    select
        scope,
        scope_id,
        machine_id,
        product_id,
        production_date,
        shift_id,
        hour_start_at,
        calendar_ms,
        running_ms,
        unscheduled_ms,
        planned_stop_ms,
        no_data_ms,
        setup_ms,
        breakdown_ms,
        starved_ms,
        blocked_ms,
        minor_stop_ms,
        other_stop_ms,
        overtime_ms,
        total_qty,
        good_qty,
        scrap_qty,
        rework_qty,
        unrated_qty,
        ideal_run_us,
        ideal_good_us,
        failure_count,
        repaired_failure_count,
        repair_ms,
        energy_j,
        running_ms + setup_ms + breakdown_ms + starved_ms + blocked_ms + minor_stop_ms + other_stop_ms
            as resource_planned_ms,
        ideal_good_us as resource_ideal_good_us,
        total_qty as resource_total_qty,
        unrated_qty as resource_unrated_qty
    from plain_scopes
    union all
    select
        'line' as scope,
        line_id as scope_id,
        machine_id,
        product_id,
        production_date,
        shift_id,
        hour_start_at,
        case when gives_time then calendar_ms else 0 end as calendar_ms,
        case when gives_time then running_ms else 0 end as running_ms,
        case when gives_time then unscheduled_ms else 0 end as unscheduled_ms,
        case when gives_time then planned_stop_ms else 0 end as planned_stop_ms,
        case when gives_time then no_data_ms else 0 end as no_data_ms,
        case when gives_time then setup_ms else 0 end as setup_ms,
        case when gives_time then breakdown_ms else 0 end as breakdown_ms,
        case when gives_time then starved_ms else 0 end as starved_ms,
        case when gives_time then blocked_ms else 0 end as blocked_ms,
        case when gives_time then minor_stop_ms else 0 end as minor_stop_ms,
        case when gives_time then other_stop_ms else 0 end as other_stop_ms,
        case when gives_time then overtime_ms else 0 end as overtime_ms,
        case when gives_pieces then total_qty else 0 end as total_qty,
        case when gives_pieces then good_qty else 0 end as good_qty,
        case when gives_pieces then scrap_qty else 0 end as scrap_qty,
        case when gives_pieces then rework_qty else 0 end as rework_qty,
        case when not gives_pieces then 0 when has_constraint then line_unrated_qty else unrated_qty end as unrated_qty,
        case when has_constraint then line_ideal_run_us else ideal_run_us end as ideal_run_us,
        case when has_constraint then line_ideal_good_us else ideal_good_us end as ideal_good_us,
        case when gives_time then failure_count else 0 end as failure_count,
        case when gives_time then repaired_failure_count else 0 end as repaired_failure_count,
        case when gives_time then repair_ms else 0 end as repair_ms,
        energy_j,
        running_ms + setup_ms + breakdown_ms + starved_ms + blocked_ms + minor_stop_ms + other_stop_ms
            as resource_planned_ms,
        ideal_good_us as resource_ideal_good_us,
        total_qty as resource_total_qty,
        unrated_qty as resource_unrated_qty
    from line_facts
)

select * from final
