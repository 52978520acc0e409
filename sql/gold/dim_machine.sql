-- One row per machine of the plant or of the telemetry.
--! grain: machine_id
--! kind: table
--! version: 1
with machines as (
    select * from silver.machines
),

final as (
    select
        machine_id,
        line_id,
        area_id,
        site_id,
        coalesce(name, machine_id) as name,
        machine_type,
        position_no,
        time_zone,
        case when has_default_calendar then '24h' else calendar_id end as calendar_id,
        constraint_machine_id,
        output_machine_id,
        silence_ms,
        minor_stop_limit_ms,
        coalesce(machine_id = constraint_machine_id, false) as is_constraint,
        coalesce(machine_id = output_machine_id, false) as is_output,
        first_heard_at,
        horizon_at
    from machines
)

select * from final
