-- One row per machine and shift with its figures, its span, and whether it was still going on at the horizon: what a
-- later build is compared with.
with spans as (
    select
        machine_id,
        production_date,
        coalesce(shift_id, 'unscheduled') as shift_id,
        min(started_at) as started_at,
        max(known_until_at) as ended_at
    from silver.machine_slices
    group by machine_id, production_date, coalesce(shift_id, 'unscheduled')
),

final as (
    select
        oee_by_machine_shift.machine_id,
        oee_by_machine_shift.production_date,
        oee_by_machine_shift.shift_id,
        oee_by_machine_shift.oee,
        oee_by_machine_shift.availability,
        oee_by_machine_shift.performance,
        oee_by_machine_shift.quality,
        oee_by_machine_shift.planned_production_s,
        oee_by_machine_shift.running_s,
        oee_by_machine_shift.no_data_s,
        oee_by_machine_shift.total_qty,
        oee_by_machine_shift.good_qty,
        spans.started_at,
        spans.ended_at,
        spans.ended_at >= dim_machine.horizon_at as is_going_on
    from gold.oee_by_machine_shift as oee_by_machine_shift
    inner join spans
        on oee_by_machine_shift.machine_id = spans.machine_id
        and oee_by_machine_shift.production_date = spans.production_date
        and oee_by_machine_shift.shift_id = spans.shift_id
    inner join gold.dim_machine as dim_machine on oee_by_machine_shift.machine_id = dim_machine.machine_id
)

select * from final
