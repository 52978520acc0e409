-- One row per target of the plant's files: the KPI that a site, line or machine is to reach, and the dates for which it
-- holds.
--! grain: scope, scope_id, kpi, valid_from_date?
--! kind: table
--! version: 1
with targets as (
    select * from reference.targets
),

final as (
    select
        scope,
        scope_id,
        kpi,
        cast(target as double) as target,
        cast(substring(valid_from, 1, 10) as date) as valid_from_date,
        cast(substring(valid_to, 1, 10) as date) as valid_to_date
    from targets
)

select * from final
