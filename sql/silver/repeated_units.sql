-- One row per UTC date and unit counted or judged on it that a machine counted more than once, or that was judged: of
-- all others one count says everything.
--! grain: utc_date, unit_hash
--! kind: table
--! partition: utc_date
--! keys: unit_hash
--! version: 1
with repeated as (
    select distinct unit_hash
    from (
        select unit_hash
        from silver.unit_marks
        group by unit_hash, mark_hash
        having count(*) > 1 or max(case when is_verdict then 1 else 0 end) = 1
    ) as repeated_marks
),

-- Read once more instead of from above: what is named twice is kept in memory whole.
final as (
    select distinct unit_marks.utc_date, unit_marks.unit_hash
    from silver.unit_marks as unit_marks
    inner join repeated on unit_marks.unit_hash = repeated.unit_hash
)

select * from final
