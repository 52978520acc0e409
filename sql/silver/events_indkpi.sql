-- Events of the IndKPI samples: a state, a count of the minute's pieces, and readings, all at the sample's time. A
-- sample speaks for its minute: where the next one is over half a minute late, or there is none, the state is unknown
-- from the end of the minute on. Columns a source does not have are null (false) for its events.
--! grain: none
--! kind: view
--! version: 1
--! window: bronze.indkpi -1..1
with samples as (
    select * from bronze.indkpi
),

sample_times as (
    select distinct machine_id, sampled_at from samples
),

minutes as (
    select
        machine_id,
        add_micros(sampled_at, 60000000) as ended_at,
        lead(sampled_at) over (partition by machine_id order by sampled_at) as next_sampled_at
    from sample_times
),

event_types as (
    select 'state' as event_type
    union all
    select 'count' as event_type
    union all
    select 'sample' as event_type
),

sample_events as (
    select
        samples.machine_id,
        samples.sampled_at as event_at,
        event_types.event_type,
        samples.vehicle_model as product_id,
        samples.production_order_id as order_id,
        samples.operator_id,
        case when event_types.event_type = 'state' then samples.status end as state,
        case
            when event_types.event_type = 'count' then samples.produced_units - coalesce(samples.defective_units, 0)
        end as good_qty,
        case when event_types.event_type = 'count' then coalesce(samples.defective_units, 0) end as scrap_qty,
        case when event_types.event_type = 'count' then samples.cycle_time end as cycle_s,
        case when event_types.event_type = 'sample' then samples.temperature_c end as temperature_c,
        case when event_types.event_type = 'sample' then samples.vibration_mm_s end as vibration_mm_s,
        case when event_types.event_type = 'sample' then samples.energy_kw end as power_kw,
        case when event_types.event_type = 'sample' then samples.health_index end as health_index,
        samples.extra_fields,
        samples._batch_id as batch_id,
        samples._ingested_at as ingested_at,
        samples._source_file as source_file
    from samples
    cross join event_types
    where event_types.event_type != 'count' or samples.produced_units > 0
),

closing_events as (
    select
        machine_id,
        ended_at as event_at,
        'state' as event_type,
        as_text(null) as product_id,
        as_text(null) as order_id,
        as_text(null) as operator_id,
        'UNKNOWN' as state,
        cast(null as bigint) as good_qty,
        cast(null as bigint) as scrap_qty,
        cast(null as double) as cycle_s,
        cast(null as double) as temperature_c,
        cast(null as double) as vibration_mm_s,
        cast(null as double) as power_kw,
        cast(null as double) as health_index,
        as_text(null) as extra_fields,
        as_text(null) as batch_id,
        cast(null as timestamp) as ingested_at,
        as_text(null) as source_file
    from minutes
    where next_sampled_at is null or micros_between(ended_at, next_sampled_at) > 30000000
),

final as (
    select * from sample_events
    union all
    select * from closing_events
)

select * from final
