-- One row per stretch of one machine slice in one band of health (0: health_index 0.0 to 0.2 ... 4: 0.8 to 1.0). A
-- reading of health_index holds until the next; only changes of band start a new row. Time before the first reading
-- is left out.
--! grain: machine_id, started_at
--! kind: table
--! partition: utc_date
--! version: 1
with words as (
    select
        machine_id,
        span_number(event_at, 600000) as span_no,
        event_at,
        cast(least(greatest(floor(health_index * 5e0), 0e0), 4e0) as bigint) as band_no
    from silver.events
    where event_type = 'sample' and health_index is not null
),

spans as (
    select
        machine_id,
        span_no,
        min(event_at) as first_at,
        min(band_no) as lowest_no,
        max(band_no) as highest_no
    from words
    group by machine_id, span_no
),

-- Most spans of ten minutes know one band only and need one word; the words of the others are compared one by one.
mixed_instants as (
    select
        events.machine_id,
        floor_to_milli(events.event_at) as read_at,
        min(cast(least(greatest(floor(events.health_index * 5e0), 0e0), 4e0) as bigint)) as lowest_no,
        max(cast(least(greatest(floor(events.health_index * 5e0), 0e0), 4e0) as bigint)) as highest_no
    from silver.events as events
    inner join spans on events.machine_id = spans.machine_id and span_number(events.event_at, 600000) = spans.span_no
    where events.event_type = 'sample' and events.health_index is not null and spans.lowest_no != spans.highest_no
    group by events.machine_id, floor_to_milli(events.event_at)
),

-- Of readings in one millisecond the last counts. Only where there are several bands are they put in order.
crowded as (
    select
        events.machine_id,
        mixed_instants.read_at,
        cast(least(greatest(floor(events.health_index * 5e0), 0e0), 4e0) as bigint) as band_no,
        row_number() over (
            partition by events.machine_id, mixed_instants.read_at
            order by
                events.event_at desc,
                coalesce(events.seq, -9007199254740992) desc,
                coalesce(events.event_id, '') desc,
                events.health_index desc
        ) as late_no
    from silver.events as events
    inner join mixed_instants
        on events.machine_id = mixed_instants.machine_id
        and floor_to_milli(events.event_at) = mixed_instants.read_at
    where
        events.event_type = 'sample'
        and events.health_index is not null
        and mixed_instants.lowest_no != mixed_instants.highest_no
),

telling_words as (
    select machine_id, cast(first_at as date) as utc_date, floor_to_milli(first_at) as read_at, lowest_no as band_no
    from spans
    where lowest_no = highest_no
    union all
    select machine_id, cast(read_at as date) as utc_date, read_at, lowest_no as band_no
    from mixed_instants
    where lowest_no = highest_no
    union all
    select machine_id, cast(read_at as date) as utc_date, read_at, band_no from crowded where late_no = 1
    union all
    select
        machine_id,
        utc_date,
        floor_to_milli(previous_at) as read_at,
        cast(least(greatest(floor(previous_reading * 5e0), 0e0), 4e0) as bigint) as band_no
    from silver.sample_neighbours
    where quantity = 'health'
),

compared as (
    select
        machine_id,
        utc_date,
        read_at,
        band_no,
        lag(band_no) over (partition by machine_id, utc_date order by read_at) as previous_band_no
    from telling_words
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
        max_by(slice_started_at, slice_started_at) over (
            partition by machine_id, utc_date
            order by point_at, kind_no rows between unbounded preceding and current row
        ) as slice_started_at,
        max_by(changed_at, changed_at) over (
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
