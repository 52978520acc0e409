-- One row per reason of the plant: its top-level reason and the bucket that counts, its own or the nearest ancestor's.
--! grain: reason_code
--! kind: table
--! version: 1
with reasons as (
    select * from reference.reasons
),

final as (
    select
        reasons.reason_code,
        reasons.name,
        reasons.parent_code,
        coalesce(
            level_4.reason_code, level_3.reason_code, level_2.reason_code, level_1.reason_code, reasons.reason_code
        ) as top_reason_code,
        coalesce(reasons.bucket, level_1.bucket, level_2.bucket, level_3.bucket, level_4.bucket) as bucket
    from reasons
    left join reasons as level_1 on reasons.parent_code = level_1.reason_code
    left join reasons as level_2 on level_1.parent_code = level_2.reason_code
    left join reasons as level_3 on level_2.parent_code = level_3.reason_code
    left join reasons as level_4 on level_3.parent_code = level_4.reason_code
)

select * from final
