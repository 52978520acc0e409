-- One row per stretch of calendar time that is one in everything the calendar knows: hour, shift, break. Gap-free per
-- calendar and zone. shift_id is null outside every shift; production_date is then the local date.
--! grain: calendar_id, time_zone, started_at
--! kind: table
--! version: 1
--! partition: utc_date
with calendars as (
    select distinct calendar_id, time_zone from silver.machines where first_heard_at is not null
),

calendar_hours as (
    select * from silver.calendar_hours
),

shift_instances as (
    select * from silver.shift_instances
),

calendar_breaks as (
    select * from silver.calendar_breaks
),

-- rank_no puts what ends before what starts at the same instant; a shift ends by having no shift_id.
points as (
    select
        calendars.calendar_id,
        calendars.time_zone,
        calendar_hours.started_at,
        0 as rank_no,
        calendar_hours.started_at as hour_point_at,
        cast(null as timestamp) as shift_point_at,
        cast(null as bigint) as shift_sign,
        0 as break_step
    from calendars
    inner join calendar_hours on calendars.time_zone = calendar_hours.time_zone
    union all
    select calendar_id, time_zone, ended_at, 1 as rank_no, null, ended_at, cast(0 as bigint), 0
    from shift_instances
    union all
    select calendar_id, time_zone, started_at, 2 as rank_no, null, started_at, cast(1 as bigint), 0
    from shift_instances
    union all
    select calendar_id, time_zone, started_at, 3 as rank_no, null, null, null, 1
    from calendar_breaks
    union all
    select calendar_id, time_zone, ended_at, 4 as rank_no, null, null, null, -1
    from calendar_breaks
),

numbered as (
    select
        *,
        row_number() over (partition by calendar_id, time_zone order by started_at, rank_no) as point_no
    from points
),

filled as (
    select
        calendar_id,
        time_zone,
        started_at,
        lead(started_at) over (partition by calendar_id, time_zone order by point_no) as ended_at,
        max(hour_point_at) over (
            partition by calendar_id, time_zone order by point_no rows between unbounded preceding and current row
        ) as hour_point_at,
        max(case when shift_sign is not null then point_no end) over (
            partition by calendar_id, time_zone order by point_no rows between unbounded preceding and current row
        ) as shift_point_no,
        sum(break_step) over (
            partition by calendar_id, time_zone order by point_no rows between unbounded preceding and current row
        ) as break_depth
    from numbered
),

-- Null where a shift ends. A condition on one side of the left join below would make it a nested loop.
shift_points as (
    select
        calendar_id,
        time_zone,
        point_no,
        case when shift_sign = 1 then shift_point_at end as shift_started_at
    from numbered
    where shift_sign is not null
),

resolved as (
    select
        filled.calendar_id,
        filled.time_zone,
        filled.started_at,
        filled.ended_at,
        calendar_hours.hour_start_at,
        case
            when shift_instances.shift_id is not null then shift_instances.production_date
            else calendar_hours.local_date
        end as production_date,
        shift_instances.shift_id,
        shift_instances.started_at as shift_started_at,
        shift_instances.shift_id is not null and filled.break_depth > 0 as is_break
    from filled
    inner join calendar_hours
        on filled.time_zone = calendar_hours.time_zone and filled.hour_point_at = calendar_hours.started_at
    left join shift_points
        on filled.calendar_id = shift_points.calendar_id
        and filled.time_zone = shift_points.time_zone
        and filled.shift_point_no = shift_points.point_no
    left join shift_instances
        on filled.calendar_id = shift_instances.calendar_id
        and filled.time_zone = shift_instances.time_zone
        and shift_points.shift_started_at = shift_instances.started_at
    where filled.ended_at > filled.started_at
),

final as (
    select
        calendar_id,
        time_zone,
        cast(started_at as date) as utc_date,
        started_at,
        ended_at,
        hour_start_at,
        production_date,
        shift_id,
        shift_started_at,
        is_break
    from resolved
)

select * from final
