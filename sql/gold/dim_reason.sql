-- One row per reason of the plant or of the telemetry, of stops and of rejects: its place in the tree and the bucket it
-- forces, if any.
--! grain: reason_code
--! kind: table
--! version: 1
with reasons as (
    select * from silver.reasons
),

all_reason_codes as (
    select reason_code from reasons
    union
    select reason_code from reference.planned_stops where reason_code is not null
    union
    select name as reason_code from silver.told_names where kind = 'reason'
),

final as (
    select
        all_reason_codes.reason_code,
        coalesce(reasons.name, all_reason_codes.reason_code) as name,
        reasons.parent_code,
        coalesce(reasons.top_reason_code, all_reason_codes.reason_code) as top_reason_code,
        reasons.bucket
    from all_reason_codes
    left join reasons on all_reason_codes.reason_code = reasons.reason_code
)

select * from final
