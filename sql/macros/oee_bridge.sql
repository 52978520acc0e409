-- One row per loss and reason: what it adds to the change of OEE from one period, machine or shift to another. The rows
-- sum to oee_to - oee_from exactly: all three are whole multiples of 2^-52, which doubles add without rounding.
-- OEE = availability x performance x quality is split by the logarithmic mean L(a, b) = (a - b) / ln(a / b), LMDI-I in
-- B.W. Ang, The LMDI approach to decomposition analysis, Energy Policy 33 (2005): a factor adds L(oee) ln(to / from).
-- That is L(oee) / L(factor) times the change of the factor, which is a sum over its losses, and they over reasons.
-- Where OEE is 0 on one side, the limit of it: all of the change falls to the first factor that is 0 there. Pieces
-- without any operating time have no performance: the change is reduced_speed. Null where either OEE is null.
--! param: from_start date, first production date of the one side
--! param: from_end date, its last
--! param: to_start date, first production date of the other side
--! param: to_end date, its last
--! param: from_machine text = null, machine_id of the one side; null is all
--! param: to_machine text = null, machine_id of the other side
--! param: from_shift text = null, shift_id of the one side; null is all
--! param: to_shift text = null, shift_id of the other side
with pairs as (
    select
        was.factor,
        was.factor_value as factor_from,
        became.factor_value as factor_to,
        was.base_s as base_from_s,
        became.base_s as base_to_s,
        case when factor_from > 0e0 and factor_to > 0e0 then ln(factor_to / factor_from) end as log_ratio
    from gold.oee_factors(from_start, from_end, from_machine, from_shift) as was
    inner join gold.oee_factors(to_start, to_end, to_machine, to_shift) as became on was.factor = became.factor
),

means as (
    select
        *,
        -- Near 1 the quotient would be one of rounding errors.
        case
            when abs(log_ratio) < 1e-3
                then sqrt(factor_from * factor_to) * (1e0 + log_ratio ** 2 / 24e0 + log_ratio ** 4 / 1920e0)
            else (factor_to - factor_from) / log_ratio
        end as log_mean,
        array_position(['availability', 'performance', 'quality'], factor) as factor_no,
        max(case when factor = 'oee' then factor_from end) over () as oee_from,
        max(case when factor = 'oee' then factor_to end) over () as oee_to
    from pairs
),

wholes as (
    select
        oee_from,
        oee_to,
        max(log_mean) filter (where factor = 'oee') as oee_log_mean,
        count(log_ratio) filter (where factor != 'oee') = 3 as is_regular,
        min_by(factor, factor_no) filter (
            where factor != 'oee' and (
                (oee_from = 0e0 and factor_from = 0e0 and factor_to > 0e0)
                or (oee_to = 0e0 and factor_to = 0e0 and factor_from > 0e0)
            )
        ) as zero_factor
    from means
    group by oee_from, oee_to
),

weights as (
    select
        means.*,
        -- How much of OEE a change of the factor by 1 makes.
        case
            when wholes.is_regular then wholes.oee_log_mean / means.log_mean
            when means.factor = wholes.zero_factor
                then (means.oee_to - means.oee_from) / (means.factor_to - means.factor_from)
            else 0e0
        end as weight,
        case
            when means.factor = 'performance' and not wholes.is_regular and wholes.zero_factor is null
                then means.oee_to - means.oee_from
        end as unexplained
    from means
    cross join wholes
    where means.factor != 'oee'
),

losses as (
    select factor, loss, reason_code, loss_s as from_loss_s, 0e0 as to_loss_s
    from gold.oee_losses(from_start, from_end, from_machine, from_shift)
    union all
    select factor, loss, reason_code, 0e0, loss_s from gold.oee_losses(to_start, to_end, to_machine, to_shift)
),

sums as (
    select factor, loss, reason_code, sum(from_loss_s) as from_loss_s, sum(to_loss_s) as to_loss_s
    from losses
    group by factor, loss, reason_code
),

changes as (
    select
        sums.*,
        weights.factor_from,
        weights.factor_to,
        weights.oee_from,
        weights.oee_to,
        sums.from_loss_s / nullif(weights.base_from_s, 0e0) as from_ratio,
        sums.to_loss_s / nullif(weights.base_to_s, 0e0) as to_ratio,
        case
            when weights.oee_to - weights.oee_from is null then null
            when sums.loss = 'reduced_speed' and weights.unexplained is not null then weights.unexplained
            when weights.weight = 0e0 then 0e0
            else (from_ratio - to_ratio) * weights.weight
        end as change
    from sums
    inner join weights on sums.factor = weights.factor
),

-- In steps of 2^-52; what rounding leaves over goes to the largest part.
steps as (
    select
        *,
        cast(round(change * 4503599627370496e0) as bigint) as change_steps,
        cast(round(oee_from * 4503599627370496e0) as bigint) as from_steps,
        cast(round(oee_to * 4503599627370496e0) as bigint) as to_steps,
        to_steps - from_steps - sum(change_steps) over () as rest_steps,
        row_number() over (order by abs(change) desc, loss, reason_code) as rank_no,
        from_loss_s != 0e0 or to_loss_s != 0e0 as is_lost,
        bool_or(is_lost) over (partition by loss) as is_lost_at_all
    from changes
),

final as (
    select
        factor,
        loss,
        reason_code,
        from_loss_s,
        to_loss_s,
        from_ratio,
        to_ratio,
        cast(change_steps + case when rank_no = 1 then rest_steps else 0 end as double) / 4503599627370496e0
            as oee_change,
        factor_from,
        factor_to,
        cast(from_steps as double) / 4503599627370496e0 as oee_from,
        cast(to_steps as double) / 4503599627370496e0 as oee_to
    from steps
    where is_lost or not is_lost_at_all
)

select * from final
