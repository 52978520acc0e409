-- One row per scope (plant, site, line, machine; the plant has scope_id ''), shift, hour and product: the sums that
-- gold.oee_ratios takes, and the local hour and weekday of the place.
with scopes as (
    select
        case when oee_scopes.scope = 'plant' then '' else oee_scopes.scope_id end as asked_id,
        dim_machine.time_zone,
        oee_scopes.*
    from gold.oee_scopes as oee_scopes
    inner join gold.dim_machine as dim_machine on oee_scopes.machine_id = dim_machine.machine_id
    where oee_scopes.scope in ('plant', 'site', 'line', 'machine')
),

placed as (
    select *, local_from_utc(hour_start_at, coalesce(time_zone, 'UTC')) as local_hour_at
    from scopes
    where asked_id is not null
)

select
    scope,
    asked_id as scope_id,
    production_date,
    shift_id,
    hour_start_at,
    extract(hour from local_hour_at) as local_hour_no,
    extract(isodow from local_hour_at) as local_weekday_no,
    product_id,
    cast(sum(calendar_ms) as bigint) as calendar_ms,
    cast(sum(running_ms) as bigint) as running_ms,
    cast(sum(unscheduled_ms) as bigint) as unscheduled_ms,
    cast(sum(planned_stop_ms) as bigint) as planned_stop_ms,
    cast(sum(no_data_ms) as bigint) as no_data_ms,
    cast(sum(setup_ms) as bigint) as setup_ms,
    cast(sum(breakdown_ms) as bigint) as breakdown_ms,
    cast(sum(starved_ms) as bigint) as starved_ms,
    cast(sum(blocked_ms) as bigint) as blocked_ms,
    cast(sum(minor_stop_ms) as bigint) as minor_stop_ms,
    cast(sum(other_stop_ms) as bigint) as other_stop_ms,
    cast(sum(overtime_ms) as bigint) as overtime_ms,
    cast(sum(total_qty) as bigint) as total_qty,
    cast(sum(good_qty) as bigint) as good_qty,
    cast(sum(scrap_qty) as bigint) as scrap_qty,
    cast(sum(rework_qty) as bigint) as rework_qty,
    cast(sum(unrated_qty) as bigint) as unrated_qty,
    cast(sum(ideal_run_us) as bigint) as ideal_run_us,
    cast(sum(ideal_good_us) as bigint) as ideal_good_us,
    cast(sum(failure_count) as bigint) as failure_count,
    cast(sum(repaired_failure_count) as bigint) as repaired_failure_count,
    cast(sum(repair_ms) as bigint) as repair_ms,
    cast(sum(energy_j) as bigint) as energy_j,
    cast(sum(resource_planned_ms) as bigint) as resource_planned_ms,
    cast(sum(resource_ideal_good_us) as bigint) as resource_ideal_good_us,
    cast(sum(resource_total_qty) as bigint) as resource_total_qty,
    cast(sum(resource_unrated_qty) as bigint) as resource_unrated_qty
from placed
group by scope, asked_id, production_date, shift_id, hour_start_at, local_hour_at, product_id
