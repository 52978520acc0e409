-- One row per stretch of machine time that is one in everything but the state: hour, shift, break, planned stop,
-- product, order, standard. Gap-free from the start of the ledger. The last slice runs past the horizon, so that pieces
-- counted at the horizon itself have a place; its known part ends at known_until_at. Of planned stops that overlap the
-- one begun last names the reason.
--! grain: machine_id, slice_no
--! kind: table
--! version: 2
with machine_days as (
    select * from silver.machine_days
),

calendar_slices as (
    select * from silver.calendar_slices
),

planned_stops as (
    select
        machine_id,
        utc_from_text(started_at, 'UTC') as started_at,
        utc_from_text(ended_at, 'UTC') as ended_at,
        reason_code,
        row_number() over (
            partition by machine_id order by started_at, ended_at, coalesce(reason_code, '')
        ) as planned_no
    from reference.planned_stops
),

machine_standards as (
    select * from silver.machine_standards
),

points as (
    select
        machine_days.machine_id,
        calendar_slices.started_at,
        calendar_slices.slice_no as calendar_slice_no,
        cast(null as bigint) as product_change_no,
        cast(null as bigint) as order_change_no,
        cast(null as bigint) as planned_no,
        0 as planned_step
    from machine_days
    inner join calendar_slices
        on machine_days.calendar_id = calendar_slices.calendar_id and machine_days.time_zone = calendar_slices.time_zone
    where
        calendar_slices.started_at >= machine_days.ledger_started_at
        and calendar_slices.started_at <= machine_days.horizon_at
    union all
    select machine_id, changed_at, null, change_no, null, null, 0 from silver.product_changes
    union all
    select machine_id, changed_at, null, null, change_no, null, 0 from silver.order_changes
    union all
    select machine_id, floor_to_milli(started_at), null, null, null, planned_no, 1 from planned_stops
    union all
    select machine_id, floor_to_milli(ended_at), null, null, null, null, -1 from planned_stops
    union all
    select distinct machine_id, floor_to_milli(valid_from_at), null, null, null, null, 0 from machine_standards
    union all
    select distinct machine_id, floor_to_milli(valid_to_at), null, null, null, null, 0 from machine_standards
),

numbered as (
    select
        *,
        row_number() over (
            partition by machine_id
            order by
                started_at,
                coalesce(calendar_slice_no, 0),
                coalesce(product_change_no, 0),
                coalesce(order_change_no, 0),
                planned_step
        ) as point_no
    from points
),

filled as (
    select
        machine_id,
        started_at,
        lead(started_at) over (partition by machine_id order by point_no) as next_started_at,
        max(calendar_slice_no) over (
            partition by machine_id order by point_no rows between unbounded preceding and current row
        ) as calendar_slice_no,
        max(product_change_no) over (
            partition by machine_id order by point_no rows between unbounded preceding and current row
        ) as product_change_no,
        max(order_change_no) over (
            partition by machine_id order by point_no rows between unbounded preceding and current row
        ) as order_change_no,
        max(planned_no) over (
            partition by machine_id order by point_no rows between unbounded preceding and current row
        ) as planned_no,
        sum(planned_step) over (
            partition by machine_id order by point_no rows between unbounded preceding and current row
        ) as planned_depth
    from numbered
),

resolved as (
    select
        filled.machine_id,
        filled.started_at,
        calendar_slices.ended_at as calendar_ended_at,
        filled.next_started_at,
        machine_days.horizon_at,
        calendar_slices.hour_start_at,
        calendar_slices.production_date,
        calendar_slices.shift_id,
        calendar_slices.is_break,
        filled.planned_depth > 0 as is_planned_stop,
        case when filled.planned_depth > 0 then planned_stops.reason_code end as planned_reason_code,
        product_changes.product_id,
        order_changes.order_id
    from filled
    inner join machine_days on filled.machine_id = machine_days.machine_id
    inner join calendar_slices
        on machine_days.calendar_id = calendar_slices.calendar_id
        and machine_days.time_zone = calendar_slices.time_zone
        and filled.calendar_slice_no = calendar_slices.slice_no
    left join planned_stops
        on filled.machine_id = planned_stops.machine_id and filled.planned_no = planned_stops.planned_no
    left join silver.product_changes as product_changes
        on filled.machine_id = product_changes.machine_id and filled.product_change_no = product_changes.change_no
    left join silver.order_changes as order_changes
        on filled.machine_id = order_changes.machine_id and filled.order_change_no = order_changes.change_no
    where
        filled.started_at <= machine_days.horizon_at
        and (filled.next_started_at is null or filled.next_started_at > filled.started_at)
),

final as (
    select
        machine_id,
        cast(row_number() over (partition by machine_id order by started_at) as bigint) as slice_no,
        started_at,
        least(coalesce(next_started_at, calendar_ended_at), calendar_ended_at) as ended_at,
        least(coalesce(next_started_at, calendar_ended_at), horizon_at) as known_until_at,
        hour_start_at,
        production_date,
        shift_id,
        is_break,
        is_planned_stop,
        planned_reason_code,
        product_id,
        order_id
    from resolved
)

select * from final
