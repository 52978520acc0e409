-- One row per machine of the plant or of the telemetry: where it stands, its calendar and zone, its settings, and the
-- known time: first heard, and the horizon, which is the latest event of its site (its own without a site).
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

heard_machines as (
    select
        machine_id,
        min(first_heard_at) as first_heard_at,
        max(last_heard_at) as last_heard_at
    from silver.machine_hearings
    group by machine_id
),

all_machine_ids as (
    select machine_id from plant_machines
    union
    select machine_id from heard_machines
),

placed as (
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
            as minor_stop_limit_ms,
        heard_machines.first_heard_at,
        heard_machines.last_heard_at
    from all_machine_ids
    left join plant_machines on all_machine_ids.machine_id = plant_machines.machine_id
    left join lines on plant_machines.line_id = lines.line_id
    left join sites on lines.site_id = sites.site_id
    left join heard_machines on all_machine_ids.machine_id = heard_machines.machine_id
),

final as (
    select
        machine_id,
        name,
        machine_type,
        line_id,
        area_id,
        site_id,
        position_no,
        time_zone,
        calendar_id,
        has_default_calendar,
        constraint_machine_id,
        output_machine_id,
        silence_ms,
        minor_stop_limit_ms,
        first_heard_at,
        last_heard_at,
        floor_to_milli(
            max(last_heard_at) over (partition by coalesce(concat('site ', site_id), concat('machine ', machine_id)))
        ) as horizon_at
    from placed
)

select * from final
