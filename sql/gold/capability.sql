-- One row per machine, product and measured characteristic: how well its spread fits between the limits that the
-- last measurement with any names. Cm and Cmk use the sample standard deviation of all measurements, Cp and Cpk the
-- one within subgroups (production date and shift), pooled. Cmk and Cpk are negative where the mean lies outside. A
-- limit missing leaves Cm and Cp null and Cmk and Cpk to the other side; all are null below two measurements or
-- without spread.
--! grain: machine_id, product_id?, characteristic?
--! kind: view
--! version: 1
with measurements as (
    select
        *,
        row_number() over (
            partition by machine_id, product_id, characteristic
            order by
                measured_at,
                coalesce(seq, -9007199254740992),
                coalesce(event_id, ''),
                measured,
                coalesce(lower_limit, -1e300),
                coalesce(upper_limit, -1e300)
        ) as measurement_no
    from silver.measurements
),

sized as (
    select
        *,
        count(*) over (partition by machine_id, product_id, characteristic) as n,
        min(measured) over (partition by machine_id, product_id, characteristic) as lowest,
        max(measured) over (partition by machine_id, product_id, characteristic) as highest,
        max(abs(measured)) over (partition by machine_id, product_id, characteristic) as largest,
        max(case when lower_limit is not null or upper_limit is not null then measurement_no end) over (
            partition by machine_id, product_id, characteristic
        ) as limit_no,
        count(*) over (partition by machine_id, product_id, characteristic, production_date, shift_id) as group_n,
        min(measured) over (partition by machine_id, product_id, characteristic, production_date, shift_id)
            as group_lowest,
        max(measured) over (partition by machine_id, product_id, characteristic, production_date, shift_id)
            as group_highest
    from measurements
),

-- Sums are of whole decimal steps, as fine as 18 digits hold them all, so that their order is of no account.
scaled as (
    select
        *,
        cast(concat('1e', as_text(cast(
            least(15e0, 17e0 - floor(natural_log(cast(n as double)) / 2.302585092994046e0))
            - floor(natural_log(greatest(largest, 1e-250)) / 2.302585092994046e0) - 1e0
        as bigint))) as double) as scale
    from sized
),

summed as (
    select
        *,
        sum(cast(round(measured * scale) as bigint)) over (partition by machine_id, product_id, characteristic)
            as steps,
        sum(cast(round(measured * scale) as bigint)) over (
            partition by machine_id, product_id, characteristic, production_date, shift_id
        ) as group_steps
    from scaled
),

centred as (
    select
        *,
        cast(steps as double) / nullif(cast(n as double), 0e0) / nullif(scale, 0e0) as mean,
        cast(group_steps as double) / nullif(cast(group_n as double), 0e0) / nullif(scale, 0e0) as group_mean
    from summed
),

squared as (
    select
        *,
        case when lowest = highest then 0e0 else (measured - mean) * (measured - mean) end as square,
        case
            when group_lowest = group_highest then 0e0
            else (measured - group_mean) * (measured - group_mean)
        end as group_square
    from centred
),

rescaled as (
    select
        *,
        cast(concat('1e', as_text(cast(
            least(15e0, 17e0 - floor(natural_log(cast(n as double)) / 2.302585092994046e0))
            - floor(natural_log(greatest(
                max(square) over (partition by machine_id, product_id, characteristic),
                max(group_square) over (partition by machine_id, product_id, characteristic),
                1e-250
            )) / 2.302585092994046e0) - 1e0
        as bigint))) as double) as square_scale
    from squared
),

sums as (
    select
        machine_id,
        product_id,
        characteristic,
        n,
        mean,
        square_scale,
        count(distinct concat(as_text(production_date), ' ', shift_id)) as subgroup_count,
        max(case when measurement_no = limit_no then lower_limit end) as lower_limit,
        max(case when measurement_no = limit_no then upper_limit end) as upper_limit,
        cast(sum(cast(round(square * square_scale) as bigint)) as double) as square_steps,
        cast(sum(cast(round(group_square * square_scale) as bigint)) as double) as group_square_steps
    from rescaled
    group by machine_id, product_id, characteristic, n, mean, square_scale
),

spreads as (
    select
        *,
        square_root(square_steps / nullif(square_scale, 0e0) / nullif(cast(n - 1 as double), 0e0)) as stddev,
        square_root(
            group_square_steps / nullif(square_scale, 0e0) / nullif(cast(n - subgroup_count as double), 0e0)
        ) as within_stddev,
        upper_limit - lower_limit as tolerance,
        case
            when lower_limit is null then upper_limit - mean
            when upper_limit is null then mean - lower_limit
            else least(upper_limit - mean, mean - lower_limit)
        end as margin
    from sums
),

final as (
    select
        machine_id,
        product_id,
        characteristic,
        n,
        mean,
        stddev,
        lower_limit,
        upper_limit,
        tolerance / nullif(6e0 * stddev, 0e0) as cm,
        margin / nullif(3e0 * stddev, 0e0) as cmk,
        tolerance / nullif(6e0 * within_stddev, 0e0) as cp,
        margin / nullif(3e0 * within_stddev, 0e0) as cpk,
        within_stddev,
        subgroup_count
    from spreads
)

select * from final
