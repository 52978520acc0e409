-- One row per UTC date and unit counted or judged on it that a machine counted more than once, or that was judged: of
-- all others one count says everything.
--! grain: utc_date, unit_hash
--! kind: table
--! partition: utc_date
--! keys: unit_hash
--! version: 1
with neighbours as (
    select
        unit_hash,
        mark_hash,
        is_verdict,
        lag(mark_hash) over (order by unit_hash, mark_hash) as previous_mark_hash
    from silver.unit_marks
),

-- In order equal marks stand side by side. Days are kept in order, and to merge them takes half of the time of a group
-- for each unit.
repeated as (
    select distinct unit_hash from neighbours where mark_hash = previous_mark_hash or is_verdict
),

-- Read once more instead of from above: what is named twice is kept in memory whole.
final as (
    select distinct unit_marks.utc_date, unit_marks.unit_hash
    from silver.unit_marks as unit_marks
    inner join repeated on unit_marks.unit_hash = repeated.unit_hash
)

select * from final
