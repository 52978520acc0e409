-- One row per line of the IndKPI simulator in Python: a sample of one machine for one minute, with its state, the
-- pieces of that minute and readings. Its timestamps have no zone and are taken as UTC. Fields it does not know are
-- kept in `extra_fields`.
--! kind: source
--! version: 1
with lines as (
    select
        line_text,
        source_file,
        line_number,
        case when json_valid(line_text) and json_type(line_text) = 'OBJECT' then line_text end as object_text
    from landing.indkpi
),

parsed as (
    select
        *,
        json_transform(object_text, '{
            "timestamp": "VARCHAR", "machine_id": "VARCHAR", "machine_type": "VARCHAR", "status": "VARCHAR",
            "event_type": "VARCHAR", "health_index": "DOUBLE", "produced_units": "DOUBLE", "defective_units": "DOUBLE",
            "cycle_time": "DOUBLE", "energy_kw": "DOUBLE", "temperature_c": "DOUBLE", "vibration_mm_s": "DOUBLE",
            "shift": "VARCHAR", "vehicle_model": "VARCHAR", "operator_id": "VARCHAR", "production_order_id": "VARCHAR"
        }') as f,
        json_type(object_text, [
            '$.health_index', '$.produced_units', '$.defective_units', '$.cycle_time', '$.energy_kw', '$.temperature_c',
            '$.vibration_mm_s'
        ]) as kinds
    from lines
),

timed as (
    select
        *,
        make_timestamp(epoch_us(try_cast(f.timestamp as timestamptz))) as sampled_at
    from parsed
),

judged as (
    select
        *,
        case
            when line_text is null or trim(line_text) = '' then 'blank'
            when object_text is null then 'line: not a JSON object'
            when f.timestamp is null then 'timestamp: missing'
            when sampled_at is null then 'timestamp: not a date and time in ISO 8601'
            when sampled_at < timestamp '2001-01-01' or sampled_at >= timestamp '2100-01-01'
                then 'timestamp: outside 2001 to 2099'
            when f.machine_id is null or trim(f.machine_id) = '' then 'machine_id: missing'
            when f.status is null then 'status: missing'
            when f.status not in (
                'RUNNING', 'SETUP', 'IDLE', 'STOPPED', 'STARVED', 'BLOCKED', 'FAILURE', 'MAINTENANCE', 'OFF', 'UNKNOWN'
            ) then 'status: unknown'
            when (f.health_index is null and kinds[1] != 'NULL') or (f.produced_units is null and kinds[2] != 'NULL')
                or (f.defective_units is null and kinds[3] != 'NULL') or (f.cycle_time is null and kinds[4] != 'NULL')
                or (f.energy_kw is null and kinds[5] != 'NULL') or (f.temperature_c is null and kinds[6] != 'NULL')
                or (f.vibration_mm_s is null and kinds[7] != 'NULL') then 'a field that must be a number is not one'
            when not (
                coalesce(abs(f.health_index), 0) + coalesce(abs(f.cycle_time), 0)
                + coalesce(abs(f.energy_kw), 0) * 1e6 + coalesce(abs(f.temperature_c), 0)
                + coalesce(abs(f.vibration_mm_s), 0) <= 1e12
            ) then 'a number is beyond range'
            when not (f.produced_units between 0 and 1e9) or f.produced_units != floor(f.produced_units)
                then 'produced_units: not a whole number from 0 to 1e9'
            when not (f.defective_units between 0 and 1e9) or f.defective_units != floor(f.defective_units)
                then 'defective_units: not a whole number from 0 to 1e9'
            when f.defective_units > coalesce(f.produced_units, 0) then 'defective_units: more than produced_units'
        end as reject_reason,
        json_merge_patch(object_text, '{
            "timestamp": null, "machine_id": null, "machine_type": null, "status": null, "event_type": null,
            "health_index": null, "produced_units": null, "defective_units": null, "cycle_time": null,
            "energy_kw": null, "temperature_c": null, "vibration_mm_s": null, "shift": null, "vehicle_model": null,
            "operator_id": null, "production_order_id": null
        }') as unknown_fields
    from timed
),

final as (
    select
        sampled_at,
        f.machine_id as machine_id,
        f.machine_type as machine_type,
        f.status as status,
        f.event_type as event_type,
        f.health_index as health_index,
        cast(f.produced_units as bigint) as produced_units,
        cast(f.defective_units as bigint) as defective_units,
        f.cycle_time as cycle_time,
        f.energy_kw as energy_kw,
        f.temperature_c as temperature_c,
        f.vibration_mm_s as vibration_mm_s,
        f.shift as shift,
        f.vehicle_model as vehicle_model,
        f.operator_id as operator_id,
        f.production_order_id as production_order_id,
        case when unknown_fields != '{}' then cast(unknown_fields as varchar) end as extra_fields,
        cast(sampled_at as date) as event_date,
        source_file,
        line_number,
        reject_reason,
        case when reject_reason is not null then line_text end as reject_text
    from judged
)

select * from final
