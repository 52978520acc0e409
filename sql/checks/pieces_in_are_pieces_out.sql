-- The pieces that a machine's counts, corrections and counters tell of a day are all in its slices of that day, each
-- disposition for itself.
--! severity: error
with told as (
    select machine_id, utc_date, good_qty, scrap_qty, rework_qty from silver.counted_pieces
    union all
    select machine_id, utc_date, total_qty - scrap_qty, scrap_qty, 0 from silver.counter_pieces
),

told_sums as (
    select
        machine_id,
        utc_date,
        sum(good_qty) as good_qty,
        sum(scrap_qty) as scrap_qty,
        sum(rework_qty) as rework_qty
    from told
    group by machine_id, utc_date
),

slice_sums as (
    select
        machine_id,
        utc_date,
        sum(good_qty) as good_qty,
        sum(scrap_qty) as scrap_qty,
        sum(rework_qty) as rework_qty
    from silver.slice_pieces
    group by machine_id, utc_date
)

select
    told_sums.machine_id,
    told_sums.utc_date,
    told_sums.good_qty as good_told,
    slice_sums.good_qty as good_in_slices,
    told_sums.scrap_qty as scrap_told,
    slice_sums.scrap_qty as scrap_in_slices,
    told_sums.rework_qty as rework_told,
    slice_sums.rework_qty as rework_in_slices
from told_sums
left join slice_sums on told_sums.machine_id = slice_sums.machine_id and told_sums.utc_date = slice_sums.utc_date
where
    told_sums.good_qty != coalesce(slice_sums.good_qty, 0)
    or told_sums.scrap_qty != coalesce(slice_sums.scrap_qty, 0)
    or told_sums.rework_qty != coalesce(slice_sums.rework_qty, 0)
