-- One row per line and product with units known by serial number: the product of the first pass yields of the
-- machines, that is the chance of a unit to go through all of them without a reject. unit_count is the number of
-- units that the busiest of these stations met; machines that know no serial numbers are left out.
--! grain: line_id, product_id?
--! kind: view
--! version: 1
with stations as (
    select
        dim_machine.line_id,
        fact_first_pass.product_id,
        fact_first_pass.machine_id,
        sum(fact_first_pass.inspected_qty) as inspected_qty,
        sum(fact_first_pass.first_pass_qty) as first_pass_qty
    from gold.fact_first_pass as fact_first_pass
    inner join gold.dim_machine as dim_machine on fact_first_pass.machine_id = dim_machine.machine_id
    where dim_machine.line_id is not null
    group by dim_machine.line_id, fact_first_pass.product_id, fact_first_pass.machine_id
),

-- The product is a sum of logarithms in whole steps, so that it does not depend on the order of the machines.
logarithms as (
    select
        line_id,
        product_id,
        inspected_qty,
        first_pass_qty,
        cast(round(1e15 * natural_log(
            cast(nullif(first_pass_qty, 0) as double) / nullif(cast(inspected_qty as double), 0e0)
        )) as bigint) as log_steps
    from stations
),

final as (
    select
        line_id,
        product_id,
        count(*) as station_count,
        cast(max(inspected_qty) as bigint) as unit_count,
        case
            when min(first_pass_qty) = 0 then 0e0
            else exponential(cast(sum(log_steps) as double) / 1e15)
        end as rolled_throughput_yield
    from logarithms
    group by line_id, product_id
)

select * from final
