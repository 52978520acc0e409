-- One row per machine with measured characteristics and capability KPI of ISO 22400-2: that of its worst
-- characteristic over all products. Numerator: tolerance, or distance of the mean from the nearer limit;
-- denominator: six or three standard deviations. Null where no characteristic has the limits for it.
--! grain: machine_id, kpi_no
--! kind: view
--! version: 1
with capability as (
    select
        machine_id,
        coalesce(product_id, '') as product_id,
        coalesce(characteristic, '') as characteristic,
        upper_limit - lower_limit as tolerance,
        case
            when lower_limit is null then upper_limit - mean
            when upper_limit is null then mean - lower_limit
            else least(upper_limit - mean, mean - lower_limit)
        end as margin,
        stddev,
        within_stddev,
        cm,
        cmk,
        cp,
        cpk
    from gold.capability
),

indices as (
    select machine_id, product_id, characteristic, 19 as kpi_no, tolerance as numerator, 6e0 * stddev as denominator,
        cm as ratio
    from capability
    union all
    select machine_id, product_id, characteristic, 20, margin, 3e0 * stddev, cmk from capability
    union all
    select machine_id, product_id, characteristic, 21, tolerance, 6e0 * within_stddev, cp from capability
    union all
    select machine_id, product_id, characteristic, 22, margin, 3e0 * within_stddev, cpk from capability
),

ranked as (
    select
        *,
        row_number() over (
            partition by machine_id, kpi_no
            order by case when ratio is null then 1 else 0 end, coalesce(ratio, 0e0), product_id, characteristic
        ) as badness_no
    from indices
),

final as (
    select
        machine_id,
        cast(kpi_no as bigint) as kpi_no,
        numerator,
        denominator
    from ranked
    where badness_no = 1
)

select * from final
