-- One row per stretch of one machine slice in one band of health (0: health_index 0.0 to 0.2 ... 4: 0.8 to 1.0). A
-- reading of health_index holds until the next; only changes of band start a new row. Time before the first reading
-- is left out.
--! grain: machine_id, started_at
--! kind: table
--! version: 1
with readings as (
    select
        machine_id,
        floor_to_milli(event_at) as read_at,
        event_at,
        coalesce(seq, -9007199254740992) as seq,
        coalesce(event_id, '') as event_id,
        cast(least(greatest(floor(health_index * 5e0), 0e0), 4e0) as bigint) as band_no
    from silver.events
    where event_type = 'sample' and health_index is not null
),

compared as (
    select
        machine_id,
        read_at,
        band_no,
        row_number() over (partition by machine_id order by event_at, seq, event_id, band_no) as reading_no,
        lag(band_no) over (partition by machine_id order by event_at, seq, event_id, band_no) as previous_band_no
    from readings
),

band_changes as (
    select machine_id, read_at, band_no, reading_no
    from compared
    where previous_band_no is null or previous_band_no != band_no
),

points as (
    select machine_id, started_at, slice_no, cast(null as bigint) as reading_no
    from silver.machine_slices
    union all
    select machine_id, read_at as started_at, cast(null as bigint) as slice_no, reading_no
    from band_changes
),

filled as (
    select
        machine_id,
        started_at,
        lead(started_at) over (
            partition by machine_id order by started_at, coalesce(slice_no, 0), coalesce(reading_no, 0)
        ) as next_started_at,
        max(slice_no) over (
            partition by machine_id order by started_at, coalesce(slice_no, 0), coalesce(reading_no, 0)
            rows between unbounded preceding and current row
        ) as slice_no,
        max(reading_no) over (
            partition by machine_id order by started_at, coalesce(slice_no, 0), coalesce(reading_no, 0)
            rows between unbounded preceding and current row
        ) as reading_no
    from points
),

final as (
    select
        filled.machine_id,
        filled.started_at,
        coalesce(filled.next_started_at, machine_slices.ended_at) as ended_at,
        filled.slice_no,
        machine_slices.production_date,
        band_changes.band_no
    from filled
    inner join silver.machine_slices as machine_slices
        on filled.machine_id = machine_slices.machine_id and filled.slice_no = machine_slices.slice_no
    inner join band_changes
        on filled.machine_id = band_changes.machine_id and filled.reading_no = band_changes.reading_no
    where filled.next_started_at is null or filled.next_started_at > filled.started_at
)

select * from final
