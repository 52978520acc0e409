-- One row per machine of the plant or of the telemetry: where it stands, its calendar and zone, its settings. It knows
-- no times, so that it only changes with the plant.
--! grain: machine_id
--! kind: table
--! version: 1
with plant_machines as (
    select * from reference.machines
),

lines as (
    select * from reference.lines
),

sites as (
    select * from reference.sites
),

all_machine_ids as (
    select machine_id from plant_machines
    union
    select machine_id from silver.heard_days
),

final as (
    select
        all_machine_ids.machine_id,
        plant_machines.name,
        plant_machines.machine_type,
        plant_machines.line_id,
        lines.area_id,
        lines.site_id,
        cast(plant_machines.position as bigint) as position_no,
        coalesce(sites.time_zone, 'UTC') as time_zone,
        coalesce(lines.calendar_id, '(24h)') as calendar_id,
        lines.calendar_id is null as has_default_calendar,
        lines.constraint_machine_id,
        lines.output_machine_id,
        cast(round(cast(coalesce(plant_machines.silence_s, '86400') as double) * 1e3) as bigint) as silence_ms,
        cast(round(cast(coalesce(plant_machines.minor_stop_s, '300') as double) * 1e3) as bigint)
            as minor_stop_limit_ms
    from all_machine_ids
    left join plant_machines on all_machine_ids.machine_id = plant_machines.machine_id
    left join lines on plant_machines.line_id = lines.line_id
    left join sites on lines.site_id = sites.site_id
)

select * from final
