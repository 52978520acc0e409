-- When was a shift of a machine, and what came out of it?
--! param: machine_id text, the machine
--! param: production_date date, the production date
--! param: shift_id text, the shift
with spans as (
    select
        machine_slices.machine_id,
        dim_machine.name as machine_name,
        dim_machine.line_id,
        coalesce(dim_machine.time_zone, 'UTC') as time_zone,
        min(machine_slices.started_at) as started_at,
        max(machine_slices.known_until_at) as ended_at
    from silver.machine_slices as machine_slices
    inner join gold.dim_machine as dim_machine on machine_slices.machine_id = dim_machine.machine_id
    where
        machine_slices.machine_id = $machine_id
        and machine_slices.production_date = $production_date
        and coalesce(machine_slices.shift_id, 'unscheduled') = $shift_id
    group by all
)

select
    spans.machine_name,
    spans.line_id,
    spans.time_zone,
    spans.started_at,
    spans.ended_at,
    strftime(local_from_utc(spans.started_at, spans.time_zone), '%Y-%m-%d %H:%M') as started_local,
    strftime(local_from_utc(spans.ended_at, spans.time_zone), '%Y-%m-%d %H:%M') as ended_local,
    shifts.*
from spans
inner join gold.oee_by_machine_shift as shifts
    on spans.machine_id = shifts.machine_id
    and shifts.production_date = $production_date
    and shifts.shift_id = $shift_id
