-- Events of the Okuma recording: execution with its own word as the reason, and the part counter.
--! grain: none
--! kind: view
--! version: 1
with observations as (
    select * from bronze.okuma
),

final as (
    select
        'okuma' as machine_id,
        observed_at as event_at,
        'state' as event_type,
        case when value = 'ACTIVE' then 'RUNNING' else 'IDLE' end as state,
        case when value != 'ACTIVE' then value end as reason_code,
        cast(null as bigint) as total_count
    from observations
    where name = 'pexecution'
    union all
    select 'okuma', observed_at, 'counter', null, null, cast(value as bigint)
    from observations
    where name = 'ppartcount'
)

select * from final
