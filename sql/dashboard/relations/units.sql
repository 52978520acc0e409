-- One row per place of the plant: the plant itself (scope_id ''), its sites, lines and machines, with the place above,
-- the machines that measure a line, and when it was last heard.
with machines as (
    select * from gold.dim_machine
),

final as (
    select
        'plant' as scope,
        '' as scope_id,
        cast(null as varchar) as parent_scope,
        cast(null as varchar) as parent_id,
        'Plant' as name,
        cast(null as bigint) as position_no,
        cast(null as varchar) as constraint_machine_id,
        cast(null as varchar) as output_machine_id,
        case when count(distinct time_zone) = 1 then min(time_zone) else 'UTC' end as time_zone,
        max(horizon_at) as horizon_at
    from machines
    union all
    select 'site', site_id, 'plant', '', site_id, null, null, null, min(time_zone), max(horizon_at)
    from machines
    where site_id is not null
    group by site_id
    union all
    select
        'line',
        line_id,
        case when min(site_id) is null then 'plant' else 'site' end,
        coalesce(min(site_id), ''),
        line_id,
        null,
        case when min(output_machine_id) is not null then min(constraint_machine_id) end,
        case when min(constraint_machine_id) is not null then min(output_machine_id) end,
        min(time_zone),
        max(horizon_at)
    from machines
    where line_id is not null
    group by line_id
    union all
    select
        'machine',
        machine_id,
        case when line_id is not null then 'line' when site_id is not null then 'site' else 'plant' end,
        coalesce(line_id, site_id, ''),
        coalesce(name, machine_id),
        position_no,
        null,
        null,
        coalesce(time_zone, 'UTC'),
        horizon_at
    from machines
)

select * from final
