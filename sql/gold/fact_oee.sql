-- One row per machine, shift, hour, product and order: the additive facts that every ratio is computed from. Whole
-- milliseconds, pieces, joules (null where no meter was read), and microseconds of standard time. shift_id is
-- `unscheduled` outside every shift. line_* rate the pieces of a line's output machine by its constraint's standard.
--! grain: machine_id, production_date, shift_id, hour_start_at, product_id?, order_id?
--! kind: table
--! version: 1
--! partition: production_date
--! window: silver.machine_slices -1..2, silver.day_standards -1..2, silver.slice_times -1..2
--! window: silver.slice_pieces -1..2, silver.failures -1..2, silver.interval_energy -1..2
with machine_slices as (
    select * from silver.machine_slices
),

machine_places as (
    select * from silver.machine_places
),

slice_failures as (
    select
        machine_id,
        slice_started_at,
        count(*) as failure_count,
        sum(case when is_open then 0 else 1 end) as repaired_failure_count,
        sum(case when is_open then 0 else repair_ms end) as repair_ms
    from silver.failures
    group by machine_id, slice_started_at
),

slice_energy as (
    select machine_id, slice_started_at, sum(energy_j) as energy_j
    from silver.interval_energy
    group by machine_id, slice_started_at
),

slices as (
    select
        machine_slices.machine_id,
        machine_slices.production_date,
        coalesce(machine_slices.shift_id, 'unscheduled') as shift_id,
        machine_slices.hour_start_at,
        machine_slices.product_id,
        machine_slices.order_id,
        slice_times.calendar_ms,
        slice_times.running_ms,
        slice_times.unscheduled_ms,
        slice_times.planned_stop_ms,
        slice_times.no_data_ms,
        slice_times.setup_ms,
        slice_times.breakdown_ms,
        slice_times.starved_ms,
        slice_times.blocked_ms,
        slice_times.minor_stop_ms,
        slice_times.other_stop_ms,
        slice_times.overtime_ms,
        slice_pieces.good_qty,
        slice_pieces.scrap_qty,
        slice_pieces.rework_qty,
        slice_pieces.good_qty + slice_pieces.scrap_qty + slice_pieces.rework_qty as total_qty,
        rated_slices.ideal_cycle_us,
        rated_slices.line_ideal_cycle_us,
        slice_failures.failure_count,
        slice_failures.repaired_failure_count,
        slice_failures.repair_ms,
        slice_energy.energy_j
    from machine_slices
    inner join silver.rated_slices as rated_slices
        on machine_slices.machine_id = rated_slices.machine_id
        and machine_slices.started_at = rated_slices.slice_started_at
    left join silver.slice_times as slice_times
        on machine_slices.machine_id = slice_times.machine_id
        and machine_slices.started_at = slice_times.slice_started_at
    left join silver.slice_pieces as slice_pieces
        on machine_slices.machine_id = slice_pieces.machine_id
        and machine_slices.started_at = slice_pieces.slice_started_at
    left join slice_failures
        on machine_slices.machine_id = slice_failures.machine_id
        and machine_slices.started_at = slice_failures.slice_started_at
    left join slice_energy
        on machine_slices.machine_id = slice_energy.machine_id
        and machine_slices.started_at = slice_energy.slice_started_at
    -- The last slice may lie at the horizon and be empty.
    where
        slice_times.calendar_ms is not null
        or slice_pieces.machine_id is not null
        or slice_failures.machine_id is not null
),

final as (
    select
        slices.machine_id,
        slices.production_date,
        slices.shift_id,
        slices.hour_start_at,
        slices.product_id,
        slices.order_id,
        cast(coalesce(sum(slices.calendar_ms), 0) as bigint) as calendar_ms,
        cast(coalesce(sum(slices.running_ms), 0) as bigint) as running_ms,
        cast(coalesce(sum(slices.unscheduled_ms), 0) as bigint) as unscheduled_ms,
        cast(coalesce(sum(slices.planned_stop_ms), 0) as bigint) as planned_stop_ms,
        cast(coalesce(sum(slices.no_data_ms), 0) as bigint) as no_data_ms,
        cast(coalesce(sum(slices.setup_ms), 0) as bigint) as setup_ms,
        cast(coalesce(sum(slices.breakdown_ms), 0) as bigint) as breakdown_ms,
        cast(coalesce(sum(slices.starved_ms), 0) as bigint) as starved_ms,
        cast(coalesce(sum(slices.blocked_ms), 0) as bigint) as blocked_ms,
        cast(coalesce(sum(slices.minor_stop_ms), 0) as bigint) as minor_stop_ms,
        cast(coalesce(sum(slices.other_stop_ms), 0) as bigint) as other_stop_ms,
        cast(coalesce(sum(slices.overtime_ms), 0) as bigint) as overtime_ms,
        cast(coalesce(sum(slices.total_qty), 0) as bigint) as total_qty,
        cast(coalesce(sum(slices.good_qty), 0) as bigint) as good_qty,
        cast(coalesce(sum(slices.scrap_qty), 0) as bigint) as scrap_qty,
        cast(coalesce(sum(slices.rework_qty), 0) as bigint) as rework_qty,
        cast(
            coalesce(sum(case when slices.ideal_cycle_us is null then slices.total_qty end), 0) as bigint
        ) as unrated_qty,
        cast(coalesce(sum(slices.ideal_cycle_us * slices.total_qty), 0) as bigint) as ideal_run_us,
        cast(coalesce(sum(slices.ideal_cycle_us * slices.good_qty), 0) as bigint) as ideal_good_us,
        cast(coalesce(sum(slices.failure_count), 0) as bigint) as failure_count,
        cast(coalesce(sum(slices.repair_ms), 0) as bigint) as repair_ms,
        cast(sum(slices.energy_j) as bigint) as energy_j,
        machine_places.line_id,
        machine_places.area_id,
        machine_places.site_id,
        machine_places.machine_type,
        cast(coalesce(sum(slices.repaired_failure_count), 0) as bigint) as repaired_failure_count,
        cast(coalesce(sum(slices.line_ideal_cycle_us * slices.total_qty), 0) as bigint) as line_ideal_run_us,
        cast(coalesce(sum(slices.line_ideal_cycle_us * slices.good_qty), 0) as bigint) as line_ideal_good_us,
        cast(
            coalesce(sum(case when slices.line_ideal_cycle_us is null then slices.total_qty end), 0) as bigint
        ) as line_unrated_qty
    from slices
    inner join machine_places on slices.machine_id = machine_places.machine_id
    group by
        slices.machine_id,
        slices.production_date,
        slices.shift_id,
        slices.hour_start_at,
        slices.product_id,
        slices.order_id,
        machine_places.line_id,
        machine_places.area_id,
        machine_places.site_id,
        machine_places.machine_type
)

select * from final
