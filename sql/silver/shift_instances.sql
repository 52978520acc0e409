-- One row per shift that takes place: calendar and zone, the local date on which it begins, its start and end in UTC.
-- No shift begins on a holiday. Lines without a calendar, and machines without a line, have the shift 24h.
--! grain: calendar_id, time_zone, started_at
--! kind: table
--! version: 1
with calendars as (
    select distinct calendar_id, time_zone, has_default_calendar
    from silver.machines
    where first_heard_at is not null
),

local_dates as (
    select distinct time_zone, local_date from silver.calendar_hours
),

holidays as (
    select calendar_id, cast(date as date) as holiday_date from reference.holidays
),

shifts as (
    select * from reference.shifts
),

regular as (
    select
        calendars.calendar_id,
        calendars.time_zone,
        shifts.shift_id,
        local_dates.local_date as production_date,
        at_local_time(local_dates.local_date, shifts.starts_at, 0, calendars.time_zone) as started_at,
        at_local_time(
            local_dates.local_date,
            shifts.ends_at,
            case when shifts.ends_at <= shifts.starts_at then 1 else 0 end,
            calendars.time_zone
        ) as ended_at,
        shifts.starts_at as local_start,
        shifts.valid_from,
        shifts.valid_to
    from calendars
    inner join shifts on calendars.calendar_id = shifts.calendar_id
    inner join local_dates on calendars.time_zone = local_dates.time_zone
    left join holidays
        on shifts.calendar_id = holidays.calendar_id and local_dates.local_date = holidays.holiday_date
    where
        not calendars.has_default_calendar
        and holidays.holiday_date is null
        and concat(',', shifts.weekdays, ',') like concat('%,', weekday_name(local_dates.local_date), ',%')
),

whole_days as (
    select
        calendars.calendar_id,
        calendars.time_zone,
        '24h' as shift_id,
        local_dates.local_date as production_date,
        at_local_time(local_dates.local_date, '00:00', 0, calendars.time_zone) as started_at,
        at_local_time(local_dates.local_date, '00:00', 1, calendars.time_zone) as ended_at,
        '00:00' as local_start
    from calendars
    inner join local_dates on calendars.time_zone = local_dates.time_zone
    where calendars.has_default_calendar
),

final as (
    select calendar_id, time_zone, shift_id, production_date, started_at, ended_at, local_start
    from regular
    where
        started_at >= coalesce(utc_from_text(valid_from, time_zone), started_at)
        and (valid_to is null or started_at < utc_from_text(valid_to, time_zone))
    union all
    select calendar_id, time_zone, shift_id, production_date, started_at, ended_at, local_start
    from whole_days
)

select * from final
