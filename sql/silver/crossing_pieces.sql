-- One row per counter step over midnight and machine slice: its pieces in whole numbers, as in silver.counter_pieces,
-- but from the running times of all days that the step touches.
--! grain: machine_id, step_ended_at, slice_started_at
--! kind: table
--! partition: utc_date
--! window: silver.crossing_times all
--! version: 1
with counter_times as (
    select * from silver.crossing_times
),

weighed as (
    select
        *,
        sum(weight) over (partition by machine_id, step_ended_at) as step_weight
    from counter_times
),

shares as (
    select
        machine_id,
        utc_date,
        step_ended_at,
        slice_started_at,
        step_qty,
        step_scrap_qty,
        case when step_weight = 0 then step_qty else whole_share(step_qty, weight, step_weight) end as whole_qty,
        cast(step_qty as double) * cast(weight as double) / nullif(cast(step_weight as double), 0e0) as exact_qty
    from weighed
    where weight > 0 or step_weight = 0
),

ranked as (
    select
        *,
        step_qty - sum(whole_qty) over (partition by machine_id, step_ended_at) as left_qty,
        row_number() over (
            partition by machine_id, step_ended_at
            order by round((coalesce(exact_qty, 0e0) - whole_qty) * 1e6) desc, slice_started_at desc
        ) as remainder_no
    from shares
),

placed as (
    select
        machine_id,
        utc_date,
        step_ended_at,
        slice_started_at,
        step_qty,
        step_scrap_qty,
        whole_qty + case when remainder_no <= left_qty then 1 else 0 end as total_qty
    from ranked
),

scrap_shares as (
    select
        *,
        whole_share(step_scrap_qty, total_qty, step_qty) as whole_scrap_qty,
        cast(step_scrap_qty as double) * cast(total_qty as double) / nullif(cast(step_qty as double), 0e0)
            as exact_scrap_qty
    from placed
),

scrap_ranked as (
    select
        *,
        step_scrap_qty - sum(whole_scrap_qty) over (partition by machine_id, step_ended_at) as left_scrap_qty,
        row_number() over (
            partition by machine_id, step_ended_at
            order by round((exact_scrap_qty - whole_scrap_qty) * 1e6) desc, slice_started_at desc
        ) as remainder_no
    from scrap_shares
),

final as (
    select
        machine_id,
        utc_date,
        step_ended_at,
        slice_started_at,
        cast(total_qty as bigint) as total_qty,
        cast(whole_scrap_qty + case when remainder_no <= left_scrap_qty then 1 else 0 end as bigint) as scrap_qty
    from scrap_ranked
)

select * from final
