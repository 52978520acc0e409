-- One row per machine and UTC date on which it was heard by any event: when first, when last, and whether anything
-- could have told a reject.
--! grain: machine_id, utc_date
--! kind: table
--! version: 1
--! partition: utc_date
with machine_hearings as (
    select * from silver.machine_hearings
),

final as (
    select
        machine_id,
        utc_date,
        min(first_heard_at) as first_heard_at,
        max(last_heard_at) as last_heard_at,
        max(case when has_reject_signal then 1 else 0 end) = 1 as has_reject_signal
    from machine_hearings
    group by machine_id, utc_date
)

select * from final
