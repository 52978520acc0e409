-- One row per machine, UTC day and quantity that samples read (an energy meter in kWh, power in kW, health): the first
-- two and the last two readings of the day, which the days around it need. The second and the one before the last are
-- null where there is only one. They lie in the first two and the last two spans of ten minutes with readings, so only
-- those are looked at one by one.
--! grain: machine_id, quantity, utc_date
--! kind: table
--! partition: utc_date
--! version: 1
with spans as (
    select
        machine_id,
        cast(event_at as date) as utc_date,
        span_number(event_at, 600000) as span_no,
        count(energy_kwh) as meter_count,
        count(power_kw) as power_count,
        count(health_index) as health_count
    from silver.events
    where event_type = 'sample'
    group by machine_id, cast(event_at as date), span_number(event_at, 600000)
),

quantity_spans as (
    select machine_id, utc_date, span_no, 'meter' as quantity from spans where meter_count > 0
    union all
    select machine_id, utc_date, span_no, 'power' as quantity from spans where power_count > 0
    union all
    select machine_id, utc_date, span_no, 'health' as quantity from spans where health_count > 0
),

ranked_spans as (
    select
        *,
        row_number() over (partition by machine_id, quantity, utc_date order by span_no) as early_no,
        row_number() over (partition by machine_id, quantity, utc_date order by span_no desc) as late_no
    from quantity_spans
),

readings as (
    select
        events.machine_id,
        ranked_spans.quantity,
        ranked_spans.utc_date,
        floor_to_milli(events.event_at) as read_at,
        case ranked_spans.quantity
            when 'meter' then events.energy_kwh
            when 'power' then events.power_kw
            else events.health_index
        end as reading
    from silver.events as events
    inner join ranked_spans
        on events.machine_id = ranked_spans.machine_id and span_number(events.event_at, 600000) = ranked_spans.span_no
    where events.event_type = 'sample' and (ranked_spans.early_no <= 2 or ranked_spans.late_no <= 2)
),

instants as (
    select
        machine_id,
        quantity,
        utc_date,
        read_at,
        count(*) as reading_count,
        max(reading) as reading
    from readings
    where reading is not null
    group by machine_id, quantity, utc_date, read_at
),

crowded_instants as (
    select machine_id, quantity, utc_date, read_at from instants where reading_count > 1
),

-- Of readings in one millisecond the last counts. Only where there are several are they put in order.
crowded as (
    select
        events.machine_id,
        crowded_instants.quantity,
        crowded_instants.utc_date,
        crowded_instants.read_at,
        events.event_at,
        events.seq,
        events.event_id,
        case crowded_instants.quantity
            when 'meter' then events.energy_kwh
            when 'power' then events.power_kw
            else events.health_index
        end as reading
    from silver.events as events
    inner join crowded_instants
        on events.machine_id = crowded_instants.machine_id
        and floor_to_milli(events.event_at) = crowded_instants.read_at
    where events.event_type = 'sample'
),

ordered as (
    select
        *,
        row_number() over (
            partition by machine_id, quantity, read_at
            order by event_at desc, coalesce(seq, -9007199254740992) desc, coalesce(event_id, '') desc, reading desc
        ) as late_no
    from crowded
    where reading is not null
),

last_readings as (
    select machine_id, quantity, utc_date, read_at, reading from instants where reading_count = 1
    union all
    select machine_id, quantity, utc_date, read_at, reading from ordered where late_no = 1
),

ranked as (
    select
        *,
        row_number() over (partition by machine_id, quantity, utc_date order by read_at) as reading_no,
        count(*) over (partition by machine_id, quantity, utc_date) as reading_count
    from last_readings
),

final as (
    select
        machine_id,
        quantity,
        utc_date,
        max(case when reading_no = 1 then read_at end) as first_at,
        max(case when reading_no = 1 then reading end) as first_reading,
        max(case when reading_no = 2 then read_at end) as second_at,
        max(case when reading_no = 2 then reading end) as second_reading,
        max(case when reading_no = reading_count - 1 then read_at end) as penultimate_at,
        max(case when reading_no = reading_count - 1 then reading end) as penultimate_reading,
        max(case when reading_no = reading_count then read_at end) as last_at,
        max(case when reading_no = reading_count then reading end) as last_reading
    from ranked
    group by machine_id, quantity, utc_date
)

select * from final
