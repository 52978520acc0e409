-- One row per machine and UTC date on which it was heard: how many pieces it made, and whether anything could have told
-- a reject.
--! grain: machine_id, utc_date
--! kind: table
--! version: 1
--! partition: utc_date
with pieces as (
    select
        machine_id,
        utc_date,
        sum(good_qty + scrap_qty + rework_qty) as total_qty
    from silver.slice_pieces
    group by machine_id, utc_date
),

final as (
    select
        heard_days.machine_id,
        heard_days.utc_date,
        cast(coalesce(pieces.total_qty, 0) as bigint) as total_qty,
        heard_days.has_reject_signal
    from silver.heard_days as heard_days
    left join pieces on heard_days.machine_id = pieces.machine_id and heard_days.utc_date = pieces.utc_date
)

select * from final
