-- Events of the NIST batch: program states with their own word as the reason, and the part counter. Between programs a
-- machine is idle.
--! grain: none
--! kind: view
--! version: 1
with observations as (
    select * from bronze.nist_mtc
),

final as (
    select
        device as machine_id,
        observed_at as event_at,
        'state' as event_type,
        file_line as seq,
        part as product_id,
        case
            when value = 'ACTIVE' then 'RUNNING'
            when value = 'PROGRAM_COMPLETED' then 'IDLE'
            when value in ('FEED_HOLD', 'PROGRAM_STOPPED', 'STOPPED') then 'STOPPED'
            else 'UNKNOWN'
        end as state,
        case when value != 'ACTIVE' then value end as reason_code,
        cast(null as bigint) as total_count
    from observations
    where name = 'Program_Status'
    union all
    select device, observed_at, 'counter', file_line, part, null, null, cast(cast(value as double) as bigint)
    from observations
    where name = 'Part_Count'
)

select * from final
