-- One row per machine of the plant or of the telemetry: where it stands, its settings, and the known time: first heard,
-- last heard, and the horizon, which is the latest event of its site (its own without a site).
--! grain: machine_id
--! kind: table
--! version: 1
with machine_places as (
    select * from silver.machine_places
),

heard_machines as (
    select
        machine_id,
        min(first_heard_at) as first_heard_at,
        max(last_heard_at) as last_heard_at
    from silver.heard_days
    group by machine_id
),

final as (
    select
        machine_places.machine_id,
        machine_places.name,
        machine_places.machine_type,
        machine_places.line_id,
        machine_places.area_id,
        machine_places.site_id,
        machine_places.position_no,
        machine_places.time_zone,
        machine_places.calendar_id,
        machine_places.has_default_calendar,
        machine_places.constraint_machine_id,
        machine_places.output_machine_id,
        machine_places.silence_ms,
        machine_places.minor_stop_limit_ms,
        heard_machines.first_heard_at,
        heard_machines.last_heard_at,
        floor_to_milli(max(heard_machines.last_heard_at) over (
            partition by coalesce(
                concat('site ', machine_places.site_id), concat('machine ', machine_places.machine_id)
            )
        )) as horizon_at
    from machine_places
    left join heard_machines on machine_places.machine_id = heard_machines.machine_id
)

select * from final
