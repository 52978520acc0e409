-- The facts of a machine and production date hold all its time and pieces of that date, once.
--! severity: error
with fact_dates as (
    select distinct production_date from gold.fact_oee
),

slices as (
    select
        machine_slices.machine_id,
        machine_slices.production_date,
        sum(coalesce(slice_times.calendar_ms, 0)) as calendar_ms,
        sum(coalesce(slice_pieces.good_qty, 0)) as good_qty,
        sum(coalesce(slice_pieces.scrap_qty, 0)) as scrap_qty,
        sum(coalesce(slice_pieces.rework_qty, 0)) as rework_qty
    from silver.machine_slices as machine_slices
    inner join fact_dates on machine_slices.production_date = fact_dates.production_date
    left join silver.slice_times as slice_times
        on machine_slices.machine_id = slice_times.machine_id
        and machine_slices.started_at = slice_times.slice_started_at
    left join silver.slice_pieces as slice_pieces
        on machine_slices.machine_id = slice_pieces.machine_id
        and machine_slices.started_at = slice_pieces.slice_started_at
    group by machine_slices.machine_id, machine_slices.production_date
),

facts as (
    select
        machine_id,
        production_date,
        sum(calendar_ms) as calendar_ms,
        sum(good_qty) as good_qty,
        sum(scrap_qty) as scrap_qty,
        sum(rework_qty) as rework_qty
    from gold.fact_oee
    group by machine_id, production_date
)

select
    slices.machine_id,
    slices.production_date,
    slices.calendar_ms as ledger_ms,
    facts.calendar_ms as fact_ms,
    slices.good_qty + slices.scrap_qty + slices.rework_qty as slice_qty,
    facts.good_qty + facts.scrap_qty + facts.rework_qty as fact_qty
from slices
left join facts on slices.machine_id = facts.machine_id and slices.production_date = facts.production_date
where
    slices.calendar_ms != coalesce(facts.calendar_ms, 0)
    or slices.good_qty != coalesce(facts.good_qty, 0)
    or slices.scrap_qty != coalesce(facts.scrap_qty, 0)
    or slices.rework_qty != coalesce(facts.rework_qty, 0)
