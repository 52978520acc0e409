-- One row per machine and shift whose published figures a later build changed: what they were, what they are, and why.
-- History: it depends on when what was known.
--! grain: restated_at, machine_id, production_date, shift_id
--! kind: view
--! version: 1
with restatements as (
    select * from history.restatements
),

final as (
    select
        machine_id,
        production_date,
        shift_id,
        restated_at,
        cause,
        late_event_count,
        oee_before_ratio,
        oee_after_ratio,
        availability_before_ratio,
        availability_after_ratio,
        performance_before_ratio,
        performance_after_ratio,
        quality_before_ratio,
        quality_after_ratio,
        planned_production_before_s,
        planned_production_after_s,
        running_before_s,
        running_after_s,
        no_data_before_s,
        no_data_after_s,
        total_before_qty,
        total_after_qty,
        good_before_qty,
        good_after_qty
    from restatements
)

select * from final
