-- Why did OEE change from one period, machine or shift to another?
-- Without dates: the last production date with planned time against the one before. Rows of the level oee, factor and
-- loss are sums of the rows of the level reason: see sql/macros/oee_bridge.sql.
--! param: from_start date = null, first production date of the one side
--! param: from_end date = null, its last; the first if none is given
--! param: to_start date = null, first production date of the other side
--! param: to_end date = null, its last; the first if none is given
--! param: from_machine text = null, machine_id of the one side; all if none is given
--! param: to_machine text = null, machine_id of the other side
--! param: from_shift text = null, shift_id of the one side; all if none is given
--! param: to_shift text = null, shift_id of the other side
with planned_days as (
    select production_date from gold.oee_by_day where planned_production_s > 0e0 order by production_date desc limit 2
),

days as (
    select min(production_date) as earlier_date, max(production_date) as last_date from planned_days
),

parts as (
    select *
    from gold.oee_bridge(
        coalesce($from_start, (select earlier_date from days)),
        coalesce($from_end, $from_start, (select earlier_date from days)),
        coalesce($to_start, (select last_date from days)),
        coalesce($to_end, $to_start, (select last_date from days)),
        from_machine := $from_machine,
        to_machine := $to_machine,
        from_shift := $from_shift,
        to_shift := $to_shift
    )
),

levels as (
    select
        factor,
        loss,
        reason_code,
        grouping(factor) + grouping(loss) + grouping(reason_code) as folded_count,
        sum(from_loss_s) as from_loss_s,
        sum(to_loss_s) as to_loss_s,
        sum(from_ratio) as from_ratio,
        sum(to_ratio) as to_ratio,
        sum(oee_change) as oee_change,
        min(factor_from) as factor_from,
        min(factor_to) as factor_to,
        min(oee_from) as oee_from,
        min(oee_to) as oee_to
    from parts
    group by grouping sets ((), (factor), (factor, loss), (factor, loss, reason_code))
)

select
    case folded_count when 3 then 'oee' when 2 then 'factor' when 1 then 'loss' else 'reason' end as level,
    levels.factor,
    levels.loss,
    levels.reason_code,
    coalesce(dim_reason.name, levels.reason_code) as reason,
    case folded_count when 3 then oee_from when 2 then factor_from else from_ratio end as value_from,
    case folded_count when 3 then oee_to when 2 then factor_to else to_ratio end as value_to,
    case when folded_count < 2 then from_loss_s end as from_loss_s,
    case when folded_count < 2 then to_loss_s end as to_loss_s,
    oee_change
from levels
left join gold.dim_reason as dim_reason on levels.reason_code = dim_reason.reason_code
order by
    array_position(['availability', 'performance', 'quality'], levels.factor) nulls first,
    max(abs(oee_change)) filter (where folded_count = 1) over (partition by levels.factor, levels.loss)
        desc nulls first,
    levels.loss nulls first,
    folded_count desc,
    abs(oee_change) desc,
    levels.reason_code
