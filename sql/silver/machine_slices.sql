-- One row per stretch of machine time that is one in everything but the state: hour, shift, break, planned stop,
-- product, order, standard. Gap-free from the start of the ledger; it never crosses an hour of UTC. The last slice runs
-- past the horizon, so that pieces counted at the horizon itself have a place; its known part ends at known_until_at.
-- Of planned stops that overlap the one begun last names the reason.
--! grain: machine_id, started_at
--! kind: table
--! version: 1
--! partition: utc_date
with machine_days as (
    select * from silver.machine_days
),

calendar_slices as (
    select * from silver.calendar_slices
),

opening_words as (
    select * from silver.opening_words
),

product_changes as (
    select * from silver.product_switches
),

order_changes as (
    select * from silver.order_switches
),

points as (
    select
        machine_days.machine_id,
        machine_days.utc_date,
        calendar_slices.started_at,
        calendar_slices.started_at as calendar_at,
        cast(null as timestamp) as product_changed_at,
        cast(null as timestamp) as order_changed_at,
        0 as planned_step
    from machine_days
    inner join calendar_slices
        on machine_days.utc_date = calendar_slices.utc_date
        and machine_days.calendar_id = calendar_slices.calendar_id
        and machine_days.time_zone = calendar_slices.time_zone
    where
        calendar_slices.started_at >= machine_days.known_from_at
        and calendar_slices.started_at <= machine_days.known_until_at
    union all
    select machine_id, utc_date, changed_at, null, changed_at, null, 0 from product_changes
    union all
    select machine_id, utc_date, changed_at, null, null, changed_at, 0 from order_changes
    union all
    select machine_id, utc_date, started_at, null, null, null, 1 from silver.day_planned_stops
    union all
    select machine_id, utc_date, ended_at, null, null, null, -1 from silver.day_planned_stops
    union all
    select machine_id, utc_date, floor_to_milli(valid_from_at), null, null, null, 0 from silver.day_standards
    union all
    select machine_id, utc_date, floor_to_milli(valid_to_at), null, null, null, 0 from silver.day_standards
),

instants as (
    select
        machine_id,
        utc_date,
        started_at,
        max(calendar_at) as calendar_at,
        max(product_changed_at) as product_changed_at,
        max(order_changed_at) as order_changed_at,
        sum(planned_step) as planned_step
    from points
    where cast(started_at as date) = utc_date
    group by machine_id, utc_date, started_at
),

filled as (
    select
        machine_id,
        utc_date,
        started_at,
        lead(started_at) over (partition by machine_id, utc_date order by started_at) as next_started_at,
        max_by(calendar_at, calendar_at) over (
            partition by machine_id, utc_date order by started_at rows between unbounded preceding and current row
        ) as calendar_at,
        max_by(product_changed_at, product_changed_at) over (
            partition by machine_id, utc_date order by started_at rows between unbounded preceding and current row
        ) as product_changed_at,
        max_by(order_changed_at, order_changed_at) over (
            partition by machine_id, utc_date order by started_at rows between unbounded preceding and current row
        ) as order_changed_at,
        sum(planned_step) over (
            partition by machine_id, utc_date order by started_at rows between unbounded preceding and current row
        ) as planned_depth
    from instants
),

planned_reasons as (
    select
        filled.machine_id,
        filled.started_at,
        max_by(
            day_planned_stops.reason_code,
            case when day_planned_stops.reason_code is not null then day_planned_stops.planned_no end
        ) as reason_code
    from filled
    inner join silver.day_planned_stops as day_planned_stops
        on filled.machine_id = day_planned_stops.machine_id
        and filled.utc_date = day_planned_stops.utc_date
        and filled.started_at >= day_planned_stops.started_at
        and filled.started_at < day_planned_stops.ended_at
    group by filled.machine_id, filled.started_at
),

final as (
    select
        filled.machine_id,
        filled.utc_date,
        filled.started_at,
        least(coalesce(filled.next_started_at, calendar_slices.ended_at), calendar_slices.ended_at) as ended_at,
        least(
            coalesce(filled.next_started_at, calendar_slices.ended_at),
            calendar_slices.ended_at,
            machine_days.known_until_at
        ) as known_until_at,
        calendar_slices.hour_start_at,
        calendar_slices.production_date,
        calendar_slices.shift_id,
        calendar_slices.is_break,
        filled.planned_depth > 0 as is_planned_stop,
        case when filled.planned_depth > 0 then nullif(planned_reasons.reason_code, '') end as planned_reason_code,
        case
            when filled.product_changed_at is not null then product_changes.product_id
            else opening_words.product_id
        end as product_id,
        case
            when filled.order_changed_at is not null then order_changes.order_id
            else opening_words.order_id
        end as order_id
    from filled
    inner join machine_days
        on filled.machine_id = machine_days.machine_id and filled.utc_date = machine_days.utc_date
    inner join calendar_slices
        on machine_days.calendar_id = calendar_slices.calendar_id
        and machine_days.time_zone = calendar_slices.time_zone
        and filled.calendar_at = calendar_slices.started_at
    left join planned_reasons
        on filled.machine_id = planned_reasons.machine_id and filled.started_at = planned_reasons.started_at
    left join opening_words
        on filled.machine_id = opening_words.machine_id and filled.utc_date = opening_words.utc_date
    left join product_changes
        on filled.machine_id = product_changes.machine_id and filled.product_changed_at = product_changes.changed_at
    left join order_changes
        on filled.machine_id = order_changes.machine_id and filled.order_changed_at = order_changes.changed_at
    where filled.started_at <= machine_days.known_until_at
)

select * from final
