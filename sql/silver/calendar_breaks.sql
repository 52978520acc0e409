-- One row per break of a shift that takes place, in UTC and within its shift.
--! grain: calendar_id, time_zone, shift_started_at, name, started_at
--! kind: table
--! version: 1
with shift_instances as (
    select * from silver.shift_instances
),

breaks as (
    select * from reference.breaks
),

placed as (
    select
        shift_instances.calendar_id,
        shift_instances.time_zone,
        shift_instances.started_at as shift_started_at,
        shift_instances.ended_at as shift_ended_at,
        coalesce(breaks.name, '') as name,
        -- A break before the shift's own start on the clock lies on the next day.
        at_local_time(
            shift_instances.production_date,
            breaks.starts_at,
            case when breaks.starts_at < shift_instances.local_start then 1 else 0 end,
            shift_instances.time_zone
        ) as break_started_at,
        at_local_time(
            shift_instances.production_date,
            breaks.ends_at,
            case
                when breaks.ends_at <= breaks.starts_at then 1
                else 0
            end + case when breaks.starts_at < shift_instances.local_start then 1 else 0 end,
            shift_instances.time_zone
        ) as break_ended_at
    from shift_instances
    inner join breaks
        on shift_instances.calendar_id = breaks.calendar_id and shift_instances.shift_id = breaks.shift_id
),

final as (
    select distinct
        calendar_id,
        time_zone,
        shift_started_at,
        name,
        greatest(break_started_at, shift_started_at) as started_at,
        least(break_ended_at, shift_ended_at) as ended_at
    from placed
    where break_started_at < shift_ended_at and break_ended_at > shift_started_at
)

select * from final
