-- One row per order that was held: the elements of ISO 22400-2 over its whole life. AOET runs from the first to the
-- last moment a machine held it, nights and pauses included. Times, energy and order_scrap_qty are summed over all
-- machines that held it; the other pieces are those of its last station, first_* those of its first
-- (gold.order_stations).
--! grain: order_id
--! kind: view
--! version: 1
with machine_sums as (
    select
        order_id,
        machine_id,
        min(product_id) as product_id,
        sum(running_ms) as apt_ms,
        sum(setup_ms) as aust_ms,
        sum(minor_stop_ms + breakdown_ms + other_stop_ms + starved_ms + blocked_ms) as adet_ms,
        sum(total_qty) as produced_qty,
        sum(good_qty) as good_qty,
        sum(scrap_qty) as scrap_qty,
        sum(rework_qty) as rework_qty,
        sum(energy_j) as energy_j
    from gold.fact_oee
    where order_id is not null
    group by order_id, machine_id
),

held_times as (
    select order_id, min(started_at) as first_at, max(known_until_at) as last_at
    from silver.machine_slices
    where order_id is not null
    group by order_id
),

order_sums as (
    select
        machine_sums.order_id,
        max(order_stations.line_id) as line_id,
        min(machine_sums.product_id) as product_id,
        sum(machine_sums.apt_ms) as apt_ms,
        sum(machine_sums.aust_ms) as aust_ms,
        sum(machine_sums.adet_ms) as adet_ms,
        sum(machine_sums.scrap_qty) as order_scrap_qty,
        sum(machine_sums.energy_j) as energy_j,
        sum(case when order_stations.is_last then machine_sums.produced_qty else 0 end) as produced_qty,
        sum(case when order_stations.is_last then machine_sums.good_qty else 0 end) as good_qty,
        sum(case when order_stations.is_last then machine_sums.scrap_qty else 0 end) as scrap_qty,
        sum(case when order_stations.is_last then machine_sums.rework_qty else 0 end) as rework_qty,
        sum(case when order_stations.is_first then machine_sums.produced_qty else 0 end) as first_produced_qty,
        sum(case when order_stations.is_first then machine_sums.scrap_qty else 0 end) as first_scrap_qty
    from machine_sums
    left join gold.order_stations as order_stations
        on machine_sums.order_id = order_stations.order_id and machine_sums.machine_id = order_stations.machine_id
    group by machine_sums.order_id
),

final as (
    select
        order_sums.order_id,
        order_sums.line_id,
        coalesce(dim_order.product_id, order_sums.product_id) as product_id,
        held_times.first_at,
        held_times.last_at,
        millis_between(held_times.first_at, held_times.last_at) as aoet_ms,
        cast(order_sums.apt_ms as bigint) as apt_ms,
        cast(order_sums.aust_ms as bigint) as aust_ms,
        cast(order_sums.adet_ms as bigint) as adet_ms,
        dim_order.planned_qty,
        dim_order.planned_scrap_qty,
        cast(order_sums.produced_qty as bigint) as produced_qty,
        cast(order_sums.good_qty as bigint) as good_qty,
        cast(order_sums.scrap_qty as bigint) as scrap_qty,
        cast(order_sums.rework_qty as bigint) as rework_qty,
        cast(order_sums.order_scrap_qty as bigint) as order_scrap_qty,
        cast(order_sums.first_produced_qty as bigint) as first_produced_qty,
        cast(order_sums.first_scrap_qty as bigint) as first_scrap_qty,
        cast(order_sums.energy_j as bigint) as energy_j
    from order_sums
    inner join held_times on order_sums.order_id = held_times.order_id
    inner join gold.dim_order as dim_order on order_sums.order_id = dim_order.order_id
)

select * from final
