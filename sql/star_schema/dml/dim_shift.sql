-- The shifts of the calendars, and those that only facts know: their times are null.
with known_shifts as (
    select calendar_id, shift_id, starts_at, ends_at from gold.dim_shift
),

fact_shifts as (
    select machine_id, shift_id from gold.fact_oee
    union
    select machine_id, shift_id from gold.fact_loss
    union
    select machine_id, shift_id from gold.fact_failure
    union
    select machine_id, shift_id from gold.fact_scrap
),

other_shifts as (
    select distinct dim_machine.calendar_id, fact_shifts.shift_id
    from fact_shifts
    inner join gold.dim_machine as dim_machine on fact_shifts.machine_id = dim_machine.machine_id
    anti join known_shifts
        on dim_machine.calendar_id = known_shifts.calendar_id and fact_shifts.shift_id = known_shifts.shift_id
),

final as (
    select calendar_id, shift_id, starts_at, ends_at from known_shifts
    union all
    select calendar_id, shift_id, null, null from other_shifts
)

select * from final
