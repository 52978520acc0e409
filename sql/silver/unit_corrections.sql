-- One row per count event of a judged unit, taking it back, and one per judged unit, counting it once where it was made
-- with the disposition that holds now. Added to the counts they restate the past without changing what was received.
--! grain: none
--! kind: table
--! partition: utc_date
--! keys: unit_hash
--! version: 1
with judged_units as (
    select * from silver.judged_units
),

unit_counts as (
    select machine_id, unit_hash, unit_id, event_at, reason_code, good_qty, scrap_qty, rework_qty
    from silver.unit_words
    where event_type = 'count'
),

judged_counts as (
    select
        unit_counts.machine_id,
        unit_counts.unit_hash,
        unit_counts.unit_id,
        unit_counts.event_at,
        unit_counts.reason_code,
        unit_counts.good_qty,
        unit_counts.scrap_qty,
        unit_counts.rework_qty
    from unit_counts
    inner join judged_units
        on unit_counts.unit_hash = judged_units.unit_hash
        and unit_counts.machine_id = judged_units.machine_id
        and unit_counts.unit_id = judged_units.unit_id
),

-- The reason that a count of the unit gave for a reject stays with it.
unit_reasons as (
    select machine_id, unit_id, min(reason_code) as reason_code
    from judged_counts
    group by machine_id, unit_id
),

final as (
    select
        machine_id,
        cast(event_at as date) as utc_date,
        unit_hash,
        floor_to_milli(event_at) as counted_at,
        reason_code,
        -good_qty as good_qty,
        -scrap_qty as scrap_qty,
        -rework_qty as rework_qty
    from judged_counts
    union all
    select
        judged_units.machine_id,
        judged_units.utc_date,
        judged_units.unit_hash,
        floor_to_milli(judged_units.made_at) as counted_at,
        case when judged_units.disposition != 'good' then unit_reasons.reason_code end as reason_code,
        case when judged_units.disposition = 'good' then judged_units.made_qty else 0 end as good_qty,
        case when judged_units.disposition = 'scrap' then judged_units.made_qty else 0 end as scrap_qty,
        case when judged_units.disposition = 'rework' then judged_units.made_qty else 0 end as rework_qty
    from judged_units
    inner join unit_reasons
        on judged_units.machine_id = unit_reasons.machine_id and judged_units.unit_id = unit_reasons.unit_id
)

select * from final
