-- One row per machine slice in which units known by serial number were first met: how many, and how many of them passed
-- at once. A unit that silver.repeated_units does not have was counted once, and that count decides.
--! grain: machine_id, slice_started_at
--! kind: table
--! partition: utc_date
--! version: 1
with met_units as (
    select
        events.machine_id,
        floor_to_milli(events.event_at) as met_at,
        coalesce(events.scrap_qty, 0) + coalesce(events.rework_qty, 0) = 0 as is_first_pass
    from silver.events as events
    left join silver.repeated_units as repeated_units
        on identity_hash('', events.unit_id) = repeated_units.unit_hash
        and cast(events.event_at as date) = repeated_units.utc_date
    where events.unit_id is not null and events.event_type = 'count' and repeated_units.unit_hash is null
    union all
    select
        machine_id,
        floor_to_milli(first_met_at) as met_at,
        is_first_pass
    from silver.unit_passes
),

final as (
    select
        machine_slices.machine_id,
        machine_slices.utc_date,
        machine_slices.started_at as slice_started_at,
        count(*) as inspected_qty,
        count(case when met_units.is_first_pass then 1 end) as first_pass_qty
    from met_units
    inner join silver.machine_slices as machine_slices
        on met_units.machine_id = machine_slices.machine_id
        and hour_number(met_units.met_at) = hour_number(machine_slices.started_at)
        and met_units.met_at >= machine_slices.started_at
        and met_units.met_at < machine_slices.ended_at
    group by machine_slices.machine_id, machine_slices.utc_date, machine_slices.started_at
)

select * from final
