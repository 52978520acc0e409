-- One row per target of the plant and the time in which it holds, in UTC: a date in the file is local midnight of the
-- scope's site. It holds for the production dates that begin in it.
--! grain: scope, scope_id, kpi, valid_from_at
--! kind: table
--! version: 1
with targets as (
    select * from reference.targets
),

zones as (
    select 'site' as scope, site_id as scope_id, time_zone from reference.sites
    union all
    select 'line' as scope, lines.line_id as scope_id, sites.time_zone
    from reference.lines as lines
    inner join reference.sites as sites on lines.site_id = sites.site_id
    union all
    select 'machine' as scope, machine_id as scope_id, time_zone from silver.machines
),

zoned as (
    select
        targets.scope,
        targets.scope_id,
        targets.kpi,
        targets.target,
        targets.valid_from,
        targets.valid_to,
        coalesce(zones.time_zone, 'UTC') as time_zone
    from targets
    left join zones on targets.scope = zones.scope and targets.scope_id = zones.scope_id
),

final as (
    select
        scope,
        scope_id,
        kpi,
        cast(target as double) as target,
        coalesce(utc_from_text(valid_from, time_zone), cast('1900-01-01' as timestamp)) as valid_from_at,
        coalesce(utc_from_text(valid_to, time_zone), cast('2200-01-01' as timestamp)) as valid_to_at,
        cast(substring(valid_from, 1, 10) as date) as valid_from_date,
        cast(substring(valid_to, 1, 10) as date) as valid_to_date,
        time_zone
    from zoned
)

select * from final
