-- One row per machine, UTC day, production date and band of health: operating time (running and setup), failures that
-- began, pieces and scrap. What came before the first reading of health is left out.
--! grain: machine_id, utc_date, production_date, band_no
--! kind: table
--! partition: utc_date
--! version: 1
with health_runs as (
    select * from silver.health_runs
),

operating_intervals as (
    select machine_id, slice_started_at, started_at, ended_at from silver.ledger where bucket in ('running', 'setup')
),

parts as (
    select
        health_runs.machine_id,
        health_runs.utc_date,
        health_runs.production_date,
        health_runs.band_no,
        greatest(millis_between(
            greatest(operating_intervals.started_at, health_runs.started_at),
            least(operating_intervals.ended_at, health_runs.ended_at)
        ), 0) as operating_ms,
        0 as failure_count,
        0 as total_qty,
        0 as scrap_qty
    from operating_intervals
    inner join health_runs
        on operating_intervals.machine_id = health_runs.machine_id
        and operating_intervals.slice_started_at = health_runs.slice_started_at
    union all
    select
        health_runs.machine_id,
        health_runs.utc_date,
        health_runs.production_date,
        health_runs.band_no,
        0,
        1,
        0,
        0
    from silver.failures as failures
    inner join health_runs
        on failures.machine_id = health_runs.machine_id
        and failures.slice_started_at = health_runs.slice_started_at
        and failures.failed_at >= health_runs.started_at
        and failures.failed_at < health_runs.ended_at
    union all
    select
        health_runs.machine_id,
        health_runs.utc_date,
        health_runs.production_date,
        health_runs.band_no,
        0,
        0,
        counted_pieces.good_qty + counted_pieces.scrap_qty + counted_pieces.rework_qty,
        counted_pieces.scrap_qty
    from silver.counted_pieces as counted_pieces
    inner join health_runs
        on counted_pieces.machine_id = health_runs.machine_id
        and hour_number(counted_pieces.counted_at) = hour_number(health_runs.started_at)
        and counted_pieces.counted_at >= health_runs.started_at
        and counted_pieces.counted_at < health_runs.ended_at
    union all
    -- Counters know the slice of a piece but not its moment: the band at the start of the slice stands for it.
    select
        health_runs.machine_id,
        health_runs.utc_date,
        health_runs.production_date,
        health_runs.band_no,
        0,
        0,
        counter_pieces.total_qty,
        counter_pieces.scrap_qty
    from silver.counter_pieces as counter_pieces
    inner join health_runs
        on counter_pieces.machine_id = health_runs.machine_id
        and counter_pieces.slice_started_at = health_runs.started_at
),

final as (
    select
        machine_id,
        utc_date,
        production_date,
        band_no,
        cast(sum(operating_ms) as bigint) as operating_ms,
        cast(sum(failure_count) as bigint) as failure_count,
        cast(sum(total_qty) as bigint) as total_qty,
        cast(sum(scrap_qty) as bigint) as scrap_qty
    from parts
    group by machine_id, utc_date, production_date, band_no
)

select * from final
