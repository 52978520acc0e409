-- One row per shift of a calendar, as it stands in the plant's files; `24h` is the shift of lines without a calendar,
-- `unscheduled` the time outside every shift.
--! grain: calendar_id, shift_id
--! kind: table
--! version: 1
with shifts as (
    select
        calendar_id,
        shift_id,
        min(starts_at) as starts_at,
        max(ends_at) as ends_at
    from reference.shifts
    group by calendar_id, shift_id
),

calendars as (
    select distinct calendar_id from gold.dim_machine
),

final as (
    select calendar_id, shift_id, starts_at, ends_at from shifts
    union all
    select calendar_id, '24h' as shift_id, '00:00' as starts_at, '00:00' as ends_at
    from calendars
    where calendar_id = '24h'
    union all
    select calendar_id, 'unscheduled' as shift_id, null as starts_at, null as ends_at from calendars
)

select * from final
