-- One row per counter step and machine slice: its pieces in whole numbers by the largest remainder, ties to the later
-- slice; where nothing ran in the whole step they go to the slice of the later reading. Pieces go by running time,
-- scrap by pieces, so that no slice has more scrap than pieces.
--! grain: machine_id, slice_started_at, step_ended_at
--! kind: table
--! partition: utc_date
--! version: 1
with counter_times as (
    select machine_id, utc_date, step_ended_at, slice_started_at, step_qty, step_scrap_qty, weight
    from silver.counter_times
    where cast(step_started_at as date) = cast(step_ended_at as date)
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
        slice_started_at,
        step_ended_at,
        cast(total_qty as bigint) as total_qty,
        cast(whole_scrap_qty + case when remainder_no <= left_scrap_qty then 1 else 0 end as bigint) as scrap_qty
    from scrap_ranked
    union all
    select machine_id, utc_date, slice_started_at, step_ended_at, total_qty, scrap_qty
    from silver.crossing_pieces
)

select * from final
