-- One row per counter step and machine slice: its pieces in whole numbers by the largest remainder, ties to the later
-- slice. Pieces go by running time, scrap by pieces, so that no slice has more scrap than pieces.
--! grain: machine_id, step_no, slice_no
--! kind: table
--! version: 1
with counter_times as (
    select * from silver.counter_times
),

counter_steps as (
    select * from silver.counter_steps
),

shares as (
    select
        counter_times.machine_id,
        counter_times.step_no,
        counter_times.slice_no,
        counter_steps.total_qty as step_qty,
        counter_steps.scrap_qty as step_scrap_qty,
        whole_share(
            counter_steps.total_qty,
            counter_times.weight,
            sum(counter_times.weight) over (partition by counter_times.machine_id, counter_times.step_no)
        ) as whole_qty,
        cast(counter_steps.total_qty as double) * cast(counter_times.weight as double) / nullif(cast(sum(
            counter_times.weight
        ) over (partition by counter_times.machine_id, counter_times.step_no) as double), 0e0) as exact_qty
    from counter_times
    inner join counter_steps
        on counter_times.machine_id = counter_steps.machine_id and counter_times.step_no = counter_steps.step_no
),

ranked as (
    select
        *,
        step_qty - sum(whole_qty) over (partition by machine_id, step_no) as left_qty,
        row_number() over (
            partition by machine_id, step_no
            order by round((exact_qty - whole_qty) * 1e6) desc, slice_no desc
        ) as remainder_no
    from shares
),

placed as (
    select
        machine_id,
        step_no,
        slice_no,
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
        step_scrap_qty - sum(whole_scrap_qty) over (partition by machine_id, step_no) as left_scrap_qty,
        row_number() over (
            partition by machine_id, step_no
            order by round((exact_scrap_qty - whole_scrap_qty) * 1e6) desc, slice_no desc
        ) as remainder_no
    from scrap_shares
),

final as (
    select
        machine_id,
        step_no,
        slice_no,
        cast(total_qty as bigint) as total_qty,
        cast(whole_scrap_qty + case when remainder_no <= left_scrap_qty then 1 else 0 end as bigint) as scrap_qty
    from scrap_ranked
)

select * from final
