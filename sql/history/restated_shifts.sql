-- One row per machine and shift that had ended when it was published before, and whose figures are not what they were:
-- `before.shifts` against `after.shifts`, and how many of `after.new_events` lie in it. Run when a build is published.
with shifts_before as (
    -- What was still going on has grown since: that is no restatement.
    select * from before.shifts where not is_going_on
),

shifts_after as (
    select * from after.shifts
),

late_events as (
    select
        shifts_after.machine_id,
        shifts_after.production_date,
        shifts_after.shift_id,
        count(*) as late_event_count
    from after.new_events as new_events
    inner join shifts_after
        on new_events.machine_id = shifts_after.machine_id
        and new_events.event_at >= shifts_after.started_at
        and new_events.event_at < shifts_after.ended_at
    group by shifts_after.machine_id, shifts_after.production_date, shifts_after.shift_id
),

final as (
    select
        shifts_before.machine_id,
        shifts_before.production_date,
        shifts_before.shift_id,
        shifts_before.oee as oee_before_ratio,
        shifts_after.oee as oee_after_ratio,
        shifts_before.availability as availability_before_ratio,
        shifts_after.availability as availability_after_ratio,
        shifts_before.performance as performance_before_ratio,
        shifts_after.performance as performance_after_ratio,
        shifts_before.quality as quality_before_ratio,
        shifts_after.quality as quality_after_ratio,
        shifts_before.planned_production_s as planned_production_before_s,
        shifts_after.planned_production_s as planned_production_after_s,
        shifts_before.running_s as running_before_s,
        shifts_after.running_s as running_after_s,
        shifts_before.no_data_s as no_data_before_s,
        shifts_after.no_data_s as no_data_after_s,
        shifts_before.total_qty as total_before_qty,
        shifts_after.total_qty as total_after_qty,
        shifts_before.good_qty as good_before_qty,
        shifts_after.good_qty as good_after_qty,
        coalesce(late_events.late_event_count, 0) as late_event_count
    from shifts_before
    left join shifts_after
        on shifts_before.machine_id = shifts_after.machine_id
        and shifts_before.production_date = shifts_after.production_date
        and shifts_before.shift_id = shifts_after.shift_id
    left join late_events
        on shifts_before.machine_id = late_events.machine_id
        and shifts_before.production_date = late_events.production_date
        and shifts_before.shift_id = late_events.shift_id
    where
        shifts_after.oee is distinct from shifts_before.oee
        or shifts_after.availability is distinct from shifts_before.availability
        or shifts_after.performance is distinct from shifts_before.performance
        or shifts_after.quality is distinct from shifts_before.quality
        or shifts_after.planned_production_s is distinct from shifts_before.planned_production_s
        or shifts_after.running_s is distinct from shifts_before.running_s
        or shifts_after.no_data_s is distinct from shifts_before.no_data_s
        or shifts_after.total_qty is distinct from shifts_before.total_qty
        or shifts_after.good_qty is distinct from shifts_before.good_qty
)

select * from final
