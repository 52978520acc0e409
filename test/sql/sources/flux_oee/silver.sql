-- Events of the Flux cases. The last state holds to the end of the window; then the machine is off until the end of the
-- planned time, which is longer.
--! grain: none
--! kind: view
--! version: 1
with readings as (
    select * from bronze.flux_oee
),

closings as (
    select distinct case_name, window_ended_at, planned_until_at from readings
),

final as (
    select
        case_name as machine_id,
        told_at as event_at,
        'state' as event_type,
        case when state = 'running' then 'RUNNING' else 'STOPPED' end as state,
        cast(null as bigint) as total_count,
        cast(null as bigint) as scrap_count
    from readings
    where state is not null
    union all
    select case_name, told_at, 'counter', null, part_count, bad_count
    from readings
    where part_count is not null
    union all
    select case_name, window_ended_at, 'state', 'OFF', null, null
    from closings
    union all
    select case_name, planned_until_at, 'heartbeat', null, null, null
    from closings
)

select * from final
