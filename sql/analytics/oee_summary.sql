-- How effective was each machine, each line and the whole plant over all known time, and which loss cost it most?
-- A line is measured by its constraint; resource_oee is the plain sum over its machines. A loss counts against planned
-- production time; speed and rejects are left out where the pieces have no standard. A machine that was never heard of
-- is a row of nulls.
with measures as (
    select 'machine' as scope, machine_id as scope_id, cast(null as double) as resource_oee, oee_by_machine.*
    from gold.oee_by_machine as oee_by_machine
    union all by name
    select 'line' as scope, line_id as scope_id, oee_by_line.*
    from gold.oee_by_line as oee_by_line
    union all by name
    select 'overall' as scope, cast(null as varchar) as scope_id, cast(null as double) as resource_oee, oee_overall.*
    from gold.oee_overall as oee_overall
    union all by name
    select 'machine' as scope, machine_id as scope_id, machine_id
    from gold.dim_machine
    where machine_id not in (select machine_id from gold.fact_oee)
),

losses as (
    select
        scope,
        scope_id,
        unnest([
            {'loss': 'breakdown', 'loss_s': breakdown_s},
            {'loss': 'setup', 'loss_s': setup_s},
            {'loss': 'other_stop', 'loss_s': other_stop_s},
            {'loss': 'starved', 'loss_s': starved_s},
            {'loss': 'blocked', 'loss_s': blocked_s},
            {'loss': 'minor_stop', 'loss_s': minor_stop_s},
            {'loss': 'reduced_speed', 'loss_s': case when performance is not null then running_s - ideal_run_s end},
            {'loss': 'reject', 'loss_s': case when performance is not null then ideal_run_s - ideal_good_s end}
        ], recursive := true)
    from measures
),

worst_losses as (
    select scope, scope_id, loss as worst_loss, loss_s as worst_loss_s
    from losses
    where loss_s > 0
    qualify row_number() over (partition by scope, scope_id order by loss_s desc, loss) = 1
),

places as (
    select
        'machine' as scope,
        machine_id as scope_id,
        site_id,
        line_id,
        position_no,
        constraint_machine_id,
        output_machine_id
    from gold.dim_machine
    union all
    select 'line', line_id, min(site_id), line_id, null, min(constraint_machine_id), min(output_machine_id)
    from gold.dim_machine
    where line_id is not null
    group by line_id
),

spans as (
    select min(production_date) as first_date, max(production_date) as last_date from gold.fact_oee
),

final as (
    select
        measures.scope,
        places.site_id,
        places.line_id,
        measures.machine_id,
        places.position_no,
        case when measures.scope = 'line' and places.output_machine_id is not null then places.constraint_machine_id end
            as constraint_machine_id,
        spans.first_date,
        spans.last_date,
        measures.oee,
        measures.availability,
        measures.performance,
        measures.quality,
        measures.oee_low,
        measures.oee_high,
        measures.coverage,
        measures.resource_oee,
        measures.planned_production_s,
        measures.no_data_s,
        measures.total_qty,
        measures.good_qty,
        measures.failure_count,
        measures.mtbf_s,
        measures.mttr_s,
        worst_losses.worst_loss,
        worst_losses.worst_loss_s
    from measures
    cross join spans
    left join places on measures.scope = places.scope and measures.scope_id = places.scope_id
    left join worst_losses
        on measures.scope = worst_losses.scope and measures.scope_id is not distinct from worst_losses.scope_id
)

select * from final
order by
    case scope when 'machine' then 1 when 'line' then 2 else 3 end,
    line_id nulls last,
    position_no nulls last,
    machine_id
