-- One row per line of canonical telemetry: every field of the contract in its type, unknown fields in `extra_fields`.
-- A line that breaks the contract says why in `reject_reason`; the runner moves it to the quarantine with its text.
-- A line with more keys than typed values holds an unknown field, an explicit null or a value of the wrong type;
-- only such lines are looked at twice. Files without any are read the plain way, which the calls of json_transform and
-- json_keys below allow: see `plainReading` in src/pipeline/source.ts.
--! kind: source
--! version: 1
with lines as (
    select
        line_text,
        source_file,
        line_number,
        try(json_transform(line_text, '{
            "ts": "VARCHAR", "machine_id": "VARCHAR", "event_type": "VARCHAR", "event_id": "VARCHAR",
            "seq": "DOUBLE", "product_id": "VARCHAR", "order_id": "VARCHAR", "operator_id": "VARCHAR",
            "state": "VARCHAR", "reason_code": "VARCHAR", "good": "DOUBLE", "scrap": "DOUBLE", "rework": "DOUBLE",
            "cycle_s": "DOUBLE", "unit_id": "VARCHAR", "total_count": "DOUBLE", "scrap_count": "DOUBLE",
            "temperature_c": "DOUBLE", "vibration_mm_s": "DOUBLE", "power_kw": "DOUBLE", "energy_kwh": "DOUBLE",
            "health_index": "DOUBLE", "characteristic": "VARCHAR", "measured": "DOUBLE", "lower_limit": "DOUBLE",
            "upper_limit": "DOUBLE", "verdict": "VARCHAR", "at": "VARCHAR"
        }')) as f
    from landing.telemetry
),

counted as (
    select
        *,
        make_timestamp(epoch_us(try_cast(f.ts as timestamptz))) as ts,
        make_timestamp(epoch_us(try_cast(f."at" as timestamptz))) as applies_at,
        -- Keys without a value in its type: unknown fields, explicit nulls, values of a wrong type.
        try(len(json_keys(line_text))) - (
            cast(f.ts is not null as utinyint) + cast(f.machine_id is not null as utinyint)
            + cast(f.event_type is not null as utinyint) + cast(f.event_id is not null as utinyint)
            + cast(f.seq is not null as utinyint) + cast(f.product_id is not null as utinyint)
            + cast(f.order_id is not null as utinyint) + cast(f.operator_id is not null as utinyint)
            + cast(f.state is not null as utinyint) + cast(f.reason_code is not null as utinyint)
            + cast(f.good is not null as utinyint) + cast(f.scrap is not null as utinyint)
            + cast(f.rework is not null as utinyint) + cast(f.cycle_s is not null as utinyint)
            + cast(f.unit_id is not null as utinyint) + cast(f.total_count is not null as utinyint)
            + cast(f.scrap_count is not null as utinyint) + cast(f.temperature_c is not null as utinyint)
            + cast(f.vibration_mm_s is not null as utinyint) + cast(f.power_kw is not null as utinyint)
            + cast(f.energy_kwh is not null as utinyint) + cast(f.health_index is not null as utinyint)
            + cast(f.characteristic is not null as utinyint) + cast(f.measured is not null as utinyint)
            + cast(f.lower_limit is not null as utinyint) + cast(f.upper_limit is not null as utinyint)
            + cast(f.verdict is not null as utinyint) + cast(f."at" is not null as utinyint)
        ) as untyped_count
    from lines
),

inspected as (
    select
        *,
        case
            when untyped_count != 0
                then json_merge_patch(line_text, '{
                    "ts": null, "machine_id": null, "event_type": null, "event_id": null, "seq": null,
                    "product_id": null, "order_id": null, "operator_id": null, "state": null, "reason_code": null,
                    "good": null, "scrap": null, "rework": null, "cycle_s": null, "unit_id": null,
                    "total_count": null, "scrap_count": null, "temperature_c": null, "vibration_mm_s": null,
                    "power_kw": null, "energy_kwh": null, "health_index": null, "characteristic": null,
                    "measured": null, "lower_limit": null, "upper_limit": null, "verdict": null, "at": null
                }')
        end as unknown_fields,
        -- The JSON type of each field that can be lost in the typed reading: numbers first, then those null clears.
        case
            when untyped_count != coalesce(len(json_keys(unknown_fields)), 0)
                then json_type(line_text, [
                    '$.seq', '$.good', '$.scrap', '$.rework', '$.cycle_s', '$.total_count', '$.scrap_count',
                    '$.temperature_c', '$.vibration_mm_s', '$.power_kw', '$.energy_kwh', '$.health_index',
                    '$.measured', '$.lower_limit', '$.upper_limit', '$.product_id', '$.order_id', '$.operator_id'
                ])
        end as kinds
    from counted
),

judged as (
    select
        *,
        case
            -- Whatever is refused below must be caught here; null stands for no. As the condition of a case these tests
            -- run over whole columns, where each branch of one picks its rows one by one. And lists instead of `in`,
            -- which becomes a join.
            when (
                f is null
                or ts is null or ts < timestamp '2001-01-01' or ts >= timestamp '2100-01-01'
                or not suffix(f.ts, 'Z') or strpos(f.ts, 'T') != 11
                or f.machine_id is null or f.machine_id <= '!'
                or f.event_type is null
                or not list_contains(
                    ['state', 'count', 'counter', 'sample', 'inspection', 'reason', 'heartbeat'], f.event_type
                )
                or kinds is not null
                or f.cycle_s < 0 or f.cycle_s > 1e12
                or abs(f.temperature_c) > 1e12 or abs(f.vibration_mm_s) > 1e12 or abs(f.power_kw) > 1e6
                or abs(f.energy_kwh) > 1e12 or abs(f.health_index) > 1e12
                or abs(f.measured) > 1e12 or abs(f.lower_limit) > 1e12 or abs(f.upper_limit) > 1e12
                or f.seq != floor(f.seq) or abs(f.seq) > 9007199254740991
                or f.good != floor(abs(f.good)) or f.good > 1e9 or f.scrap != floor(abs(f.scrap)) or f.scrap > 1e9
                or f.rework != floor(abs(f.rework)) or f.rework > 1e9
                or f.total_count != floor(abs(f.total_count)) or f.total_count > 1e12
                or f.scrap_count != floor(abs(f.scrap_count)) or f.scrap_count > 1e12
                or (f.event_type = 'state' and (
                    f.state is null
                    or not list_contains(
                        [
                            'RUNNING', 'SETUP', 'IDLE', 'STOPPED', 'STARVED', 'BLOCKED', 'FAILURE', 'MAINTENANCE',
                            'OFF', 'UNKNOWN'
                        ],
                        f.state
                    )
                ))
                or (f.event_type = 'count' and f.good is null and f.scrap is null and f.rework is null)
                or (f.event_type = 'counter' and f.total_count is null and f.scrap_count is null)
                or f."at" is not null
                or not list_contains(['good', 'scrap', 'rework'], f.verdict)
            ) then case
                when f is null then case
                    when line_text is null or trim(line_text) = '' then 'blank'
                    when json_valid(line_text) then 'line: not a JSON object'
                    else 'line: not valid JSON'
                end
                when f.ts is null then case
                    when json_type(line_text) != 'OBJECT' then 'line: not a JSON object'
                    else 'ts: missing'
                end
                when ts is null then 'ts: not a date and time in ISO 8601'
                when not (suffix(f.ts, 'Z') or regexp_matches(f.ts, ':\d\d(\.\d+)?\s?[+-](0\d|1[0-8])(:?\d\d)?$'))
                    or substring(f.ts, 11, 1) not in ('T', ' ') then 'ts: no time zone (want Z or an offset)'
                when ts < timestamp '2001-01-01' or ts >= timestamp '2100-01-01' then 'ts: outside 2001 to 2099'
                when f.machine_id is null or trim(f.machine_id) = '' then 'machine_id: missing'
                when f.event_type is null then 'event_type: missing'
                when not list_contains(
                    ['state', 'count', 'counter', 'sample', 'inspection', 'reason', 'heartbeat'], f.event_type
                ) then 'event_type: unknown'
                when kinds is not null and (
                    (f.seq is null and kinds[1] != 'NULL') or (f.good is null and kinds[2] != 'NULL')
                    or (f.scrap is null and kinds[3] != 'NULL') or (f.rework is null and kinds[4] != 'NULL')
                    or (f.cycle_s is null and kinds[5] != 'NULL') or (f.total_count is null and kinds[6] != 'NULL')
                    or (f.scrap_count is null and kinds[7] != 'NULL')
                    or (f.temperature_c is null and kinds[8] != 'NULL')
                    or (f.vibration_mm_s is null and kinds[9] != 'NULL') or (f.power_kw is null and kinds[10] != 'NULL')
                    or (f.energy_kwh is null and kinds[11] != 'NULL')
                    or (f.health_index is null and kinds[12] != 'NULL')
                    or (f.measured is null and kinds[13] != 'NULL') or (f.lower_limit is null and kinds[14] != 'NULL')
                    or (f.upper_limit is null and kinds[15] != 'NULL')
                ) then 'a field that must be a number is not one'
                when abs(f.cycle_s) > 1e12 or abs(f.temperature_c) > 1e12 or abs(f.vibration_mm_s) > 1e12
                    or abs(f.power_kw) > 1e6 or abs(f.energy_kwh) > 1e12 or abs(f.health_index) > 1e12
                    or abs(f.measured) > 1e12 or abs(f.lower_limit) > 1e12 or abs(f.upper_limit) > 1e12
                    then 'a number is beyond range'
                when not (abs(f.seq) <= 9007199254740991) or f.seq != floor(f.seq)
                    then 'seq: not a whole number within 2^53'
                when not (f.good between 0 and 1e9) or f.good != floor(f.good)
                    then 'good: not a whole number from 0 to 1e9'
                when not (f.scrap between 0 and 1e9) or f.scrap != floor(f.scrap)
                    then 'scrap: not a whole number from 0 to 1e9'
                when not (f.rework between 0 and 1e9) or f.rework != floor(f.rework)
                    then 'rework: not a whole number from 0 to 1e9'
                when not (f.total_count between 0 and 1e12) or f.total_count != floor(f.total_count)
                    then 'total_count: not a whole number from 0 to 1e12'
                when not (f.scrap_count between 0 and 1e12) or f.scrap_count != floor(f.scrap_count)
                    then 'scrap_count: not a whole number from 0 to 1e12'
                when f.cycle_s < 0 then 'cycle_s: below 0'
                when f.event_type = 'state' then case
                    when f.state is null then 'state: missing'
                    when not list_contains(
                        [
                            'RUNNING', 'SETUP', 'IDLE', 'STOPPED', 'STARVED', 'BLOCKED', 'FAILURE', 'MAINTENANCE',
                            'OFF', 'UNKNOWN'
                        ],
                        f.state
                    ) then 'state: unknown'
                end
                when f.event_type = 'count' and f.good is null and f.scrap is null and f.rework is null
                    then 'count: none of good, scrap, rework'
                when f.event_type = 'counter' and f.total_count is null and f.scrap_count is null
                    then 'counter: neither total_count nor scrap_count'
                when f."at" is not null and (
                    applies_at is null or applies_at < timestamp '2001-01-01' or applies_at >= timestamp '2100-01-01'
                    or not (suffix(f."at", 'Z') or regexp_matches(f."at", ':\d\d(\.\d+)?\s?[+-](0\d|1[0-8])(:?\d\d)?$'))
                ) then 'at: not ISO 8601 with Z or offset'
                when not list_contains(['good', 'scrap', 'rework'], f.verdict) then 'verdict: not good, scrap or rework'
            end
        end as reject_reason
    from inspected
),

final as (
    select
        ts,
        f.machine_id as machine_id,
        f.event_type as event_type,
        f.event_id as event_id,
        try_cast(f.seq as bigint) as seq,
        f.product_id as product_id,
        f.order_id as order_id,
        f.operator_id as operator_id,
        kinds[16] is not distinct from 'NULL' as is_product_cleared,
        kinds[17] is not distinct from 'NULL' as is_order_cleared,
        kinds[18] is not distinct from 'NULL' as is_operator_cleared,
        f.state as state,
        f.reason_code as reason_code,
        try_cast(f.good as bigint) as good,
        try_cast(f.scrap as bigint) as scrap,
        try_cast(f.rework as bigint) as rework,
        f.cycle_s as cycle_s,
        f.unit_id as unit_id,
        try_cast(f.total_count as bigint) as total_count,
        try_cast(f.scrap_count as bigint) as scrap_count,
        f.temperature_c as temperature_c,
        f.vibration_mm_s as vibration_mm_s,
        f.power_kw as power_kw,
        f.energy_kwh as energy_kwh,
        f.health_index as health_index,
        f.characteristic as characteristic,
        f.measured as measured,
        f.lower_limit as lower_limit,
        f.upper_limit as upper_limit,
        f.verdict as verdict,
        applies_at,
        case when unknown_fields != '{}' then cast(unknown_fields as varchar) end as extra_fields,
        cast(ts as date) as event_date,
        source_file,
        line_number,
        reject_reason,
        case when reject_reason is not null then line_text end as reject_text
    from judged
)

select * from final
