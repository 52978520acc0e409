-- One row per counter step over midnight and machine slice that it touches: the few rows of silver.counter_times that
-- need those of other days.
--! grain: machine_id, step_ended_at, slice_started_at
--! kind: table
--! partition: utc_date
--! version: 1
with final as (
    select machine_id, utc_date, step_ended_at, slice_started_at, step_qty, step_scrap_qty, weight
    from silver.counter_times
    where cast(step_started_at as date) != cast(step_ended_at as date)
)

select * from final
