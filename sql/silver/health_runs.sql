-- One row per stretch of one machine slice in one band of health (0: health_index 0.0 to 0.2 ... 4: 0.8 to 1.0). A
-- reading of health_index holds until the next; only changes of band start a new row. Time before the first reading
-- is left out.
--! grain: machine_id, started_at
--! kind: table
--! partition: utc_date
--! version: 1
with readings as (
    select machine_id, utc_date, read_at, reading from silver.sample_readings where quantity = 'health'
    union all
    select machine_id, utc_date, previous_at, previous_reading
    from silver.sample_neighbours
    where quantity = 'health'
),

banded as (
    select
        machine_id,
        utc_date,
        read_at,
        cast(least(greatest(floor(reading * 5e0), 0e0), 4e0) as bigint) as band_no
    from readings
),

compared as (
    select
        *,
        lag(band_no) over (partition by machine_id, utc_date order by read_at) as previous_band_no
    from banded
),

band_changes as (
    select machine_id, utc_date, read_at, band_no
    from compared
    where previous_band_no is null or previous_band_no != band_no
),

points as (
    select
        machine_id,
        utc_date,
        started_at as point_at,
        0 as kind_no,
        started_at as slice_started_at,
        cast(null as timestamp) as changed_at
    from silver.machine_slices
    union all
    select
        machine_id,
        utc_date,
        read_at as point_at,
        1 as kind_no,
        cast(null as timestamp) as slice_started_at,
        read_at as changed_at
    from band_changes
),

filled as (
    select
        machine_id,
        utc_date,
        point_at,
        lead(point_at) over (partition by machine_id, utc_date order by point_at, kind_no) as next_point_at,
        max(slice_started_at) over (
            partition by machine_id, utc_date
            order by point_at, kind_no rows between unbounded preceding and current row
        ) as slice_started_at,
        max(changed_at) over (
            partition by machine_id, utc_date
            order by point_at, kind_no rows between unbounded preceding and current row
        ) as changed_at
    from points
),

final as (
    select
        filled.machine_id,
        filled.utc_date,
        filled.point_at as started_at,
        coalesce(filled.next_point_at, machine_slices.ended_at) as ended_at,
        filled.slice_started_at,
        machine_slices.production_date,
        band_changes.band_no
    from filled
    inner join silver.machine_slices as machine_slices
        on filled.machine_id = machine_slices.machine_id
        and filled.utc_date = machine_slices.utc_date
        and filled.slice_started_at = machine_slices.started_at
    inner join band_changes
        on filled.machine_id = band_changes.machine_id
        and filled.utc_date = band_changes.utc_date
        and filled.changed_at = band_changes.read_at
    where filled.next_point_at is null or filled.next_point_at > filled.point_at
)

select * from final
