-- What are limits, mean and spread of the characteristic with the least index of a machine?
--! param: kpi text, the index: cm, cmk, cp or cpk
--! param: machine_id text, the machine
with ranked as (
    select
        *,
        case $kpi when 'cm' then cm when 'cmk' then cmk when 'cp' then cp else cpk end as index_value
    from gold.capability
    where machine_id = $machine_id
),

worst as (
    select *
    from ranked
    order by index_value nulls last, coalesce(product_id, ''), coalesce(characteristic, '')
    limit 1
),

elements as (
    select
        unnest([
            {'symbol': 'USL', 'amount': upper_limit, 'what': 'upper limit'},
            {'symbol': 'LSL', 'amount': lower_limit, 'what': 'lower limit'},
            {'symbol': 'xbarbar', 'amount': mean, 'what': 'mean'},
            {'symbol': 'xbar', 'amount': mean, 'what': 'mean'},
            {'symbol': 'sigma', 'amount': within_stddev, 'what': 'standard deviation within shifts'},
            {'symbol': 's', 'amount': stddev, 'what': 'standard deviation of all'}
        ], recursive := true),
        n,
        product_id,
        characteristic
    from worst
)

select
    symbol,
    concat_ws(' ', what, 'of', characteristic, product_id, concat('(', n, ' measured)')) as meaning,
    amount,
    '' as unit
from elements
