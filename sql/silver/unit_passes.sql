-- One row per unit of silver.repeated_units and machine that counted it, or inspected it where no machine counted it:
-- when it was first met there, and whether it passed at once. It did when nothing rejected it, neither a count nor a
-- verdict; scrap that a verdict calls good was a false alarm, a unit sent to rework never passed at once.
--! grain: machine_id, unit_id
--! kind: table
--! partition: utc_date
--! keys: unit_hash
--! version: 1
with unit_counts as (
    select
        machine_id,
        unit_hash,
        unit_id,
        min(event_at) as first_met_at,
        count(*) as count_count,
        max(case when scrap_qty + rework_qty > 0 then 1 else 0 end) as is_rejected,
        max(case when rework_qty > 0 then 1 else 0 end) as is_reworked
    from silver.unit_words
    where event_type = 'count'
    group by machine_id, unit_hash, unit_id
),

verdicts as (
    select
        machine_id,
        unit_hash,
        unit_id,
        min(event_at) as first_judged_at,
        max(event_at) as last_judged_at,
        max(case when verdict = 'good' then 0 else 1 end) as is_rejected
    from silver.unit_words
    where event_type = 'inspection'
    group by machine_id, unit_hash, unit_id
),

inspected_unit_ids as (
    select distinct unit_id from verdicts
),

-- Read once more instead of from above: what is named twice is kept in memory whole.
inspected_counts as (
    select unit_words.machine_id, unit_words.unit_id, min(unit_words.event_at) as first_met_at
    from silver.unit_words as unit_words
    inner join inspected_unit_ids on unit_words.unit_id = inspected_unit_ids.unit_id
    where unit_words.event_type = 'count'
    group by unit_words.machine_id, unit_words.unit_id
),

-- As in silver.judged_units, an inspection elsewhere speaks of the last machine that counted the unit before it.
makers as (
    select
        inspected_counts.machine_id,
        inspected_counts.unit_id,
        verdicts.is_rejected,
        row_number() over (
            partition by verdicts.machine_id, verdicts.unit_id
            order by
                case when inspected_counts.machine_id = verdicts.machine_id then 0 else 1 end,
                case when inspected_counts.first_met_at <= verdicts.last_judged_at then 0 else 1 end,
                inspected_counts.first_met_at desc,
                inspected_counts.machine_id
        ) as maker_no
    from verdicts
    inner join inspected_counts on verdicts.unit_id = inspected_counts.unit_id
),

judgements as (
    select machine_id, unit_id, max(is_rejected) as is_rejected
    from makers
    where maker_no = 1
    group by machine_id, unit_id
),

counted_unit_ids as (
    select distinct makers.unit_id from makers
),

final as (
    select
        unit_counts.machine_id,
        cast(unit_counts.first_met_at as date) as utc_date,
        unit_counts.unit_hash,
        unit_counts.unit_id,
        unit_counts.first_met_at,
        case
            when judgements.is_rejected = 1 or unit_counts.is_reworked = 1 then false
            when judgements.is_rejected = 0 and unit_counts.count_count = 1 then true
            else unit_counts.is_rejected = 0
        end as is_first_pass
    from unit_counts
    left join judgements
        on unit_counts.machine_id = judgements.machine_id and unit_counts.unit_id = judgements.unit_id
    union all
    select
        verdicts.machine_id,
        cast(verdicts.first_judged_at as date) as utc_date,
        verdicts.unit_hash,
        verdicts.unit_id,
        verdicts.first_judged_at as first_met_at,
        verdicts.is_rejected = 0 as is_first_pass
    from verdicts
    left join counted_unit_ids on verdicts.unit_id = counted_unit_ids.unit_id
    where counted_unit_ids.unit_id is null
)

select * from final
