-- One row per planned stop and UTC date it touches, cut at the ends of the day. planned_no counts a machine's planned
-- stops in the order in which they begin; reason_code is empty where none is given.
--! grain: none
--! kind: table
--! version: 1
--! partition: utc_date
with machine_days as (
    select machine_id, utc_date from silver.machine_days
),

planned_stops as (
    select
        machine_id,
        floor_to_milli(utc_from_text(started_at, 'UTC')) as started_at,
        floor_to_milli(utc_from_text(ended_at, 'UTC')) as ended_at,
        coalesce(reason_code, '') as reason_code,
        row_number() over (
            partition by machine_id
            order by utc_from_text(started_at, 'UTC'), utc_from_text(ended_at, 'UTC'), coalesce(reason_code, '')
        ) as planned_no
    from reference.planned_stops
),

final as (
    select
        machine_days.machine_id,
        machine_days.utc_date,
        planned_stops.planned_no,
        greatest(planned_stops.started_at, cast(machine_days.utc_date as timestamp)) as started_at,
        least(planned_stops.ended_at, cast(machine_days.utc_date as timestamp) + interval '1' day) as ended_at,
        planned_stops.reason_code
    from machine_days
    inner join planned_stops
        on machine_days.machine_id = planned_stops.machine_id
        and planned_stops.started_at < cast(machine_days.utc_date as timestamp) + interval '1' day
        and planned_stops.ended_at > cast(machine_days.utc_date as timestamp)
)

select * from final
