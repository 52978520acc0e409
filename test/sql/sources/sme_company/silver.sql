-- Events of the SME's samples: a state, a count of the span's parts and a reading of power. A sample speaks until the
-- next one when that comes within ten minutes, else for five minutes; then nothing is known and no power is booked.
--! grain: none
--! kind: view
--! version: 1
with samples as (
    select
        *,
        lead(sampled_at) over (partition by asset order by sampled_at) as next_sampled_at
    from bronze.sme_company
),

final as (
    select
        asset as machine_id,
        sampled_at as event_at,
        'state' as event_type,
        product as product_id,
        case status when 0 then 'IDLE' when 1 then 'SETUP' when 2 then 'RUNNING' when 3 then 'FAILURE' else 'UNKNOWN' end
            as state,
        cast(null as bigint) as good_qty,
        cast(null as double) as power_kw
    from samples
    union all
    select asset, sampled_at, 'count', product, null, items, null
    from samples
    where items > 0
    union all
    select asset, sampled_at, 'sample', product, null, null, power_kw
    from samples
    union all
    select asset, add_micros(sampled_at, 300000000), 'state', null, 'UNKNOWN', null, null
    from samples
    where micros_between(sampled_at, next_sampled_at) > 600000000
    union all
    select asset, add_micros(sampled_at, 300000000), 'sample', null, null, null, 0e0
    from samples
    where micros_between(sampled_at, next_sampled_at) > 600000000
)

select * from final
