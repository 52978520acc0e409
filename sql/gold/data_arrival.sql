-- One row per batch of telemetry, file and machine: events that arrived, copies of events that had arrived before,
-- events older than the newest of an earlier batch (late) or of an earlier file of the same batch (out of order). A
-- row without machine and file has the lines of the batch that went to the quarantine. What a source makes up did not
-- arrive. History: it depends on how data came.
--! grain: batch_id, source_file?, machine_id?
--! kind: view
--! version: 1
with arrivals as (
    select machine_id, event_at, batch_id, ingested_at, source_file, identity
    from silver.identified_events
    where batch_id is not null
),

files as (
    select
        machine_id,
        batch_id,
        ingested_at,
        source_file,
        max(event_at) as newest_at
    from arrivals
    group by machine_id, batch_id, ingested_at, source_file
),

earlier as (
    select
        machine_id,
        batch_id,
        source_file,
        max(newest_at) over (
            partition by machine_id order by ingested_at, batch_id, source_file
            rows between unbounded preceding and 1 preceding
        ) as newest_before_at,
        max(newest_at) over (
            partition by machine_id, batch_id order by source_file
            rows between unbounded preceding and 1 preceding
        ) as newest_in_batch_at
    from files
),

repeated_identities as (
    select distinct identity from silver.contested_events
),

copies as (
    select
        arrivals.machine_id,
        arrivals.batch_id,
        arrivals.source_file,
        row_number() over (
            partition by arrivals.machine_id, arrivals.identity
            order by arrivals.ingested_at, arrivals.batch_id, arrivals.source_file
        ) as copy_no
    from arrivals
    where arrivals.identity in (select repeated_identities.identity from repeated_identities)
),

copy_counts as (
    select machine_id, batch_id, source_file, count(*) as duplicate_count
    from copies
    where copy_no > 1
    group by machine_id, batch_id, source_file
),

counted as (
    select
        arrivals.machine_id,
        arrivals.batch_id,
        arrivals.ingested_at,
        arrivals.source_file,
        count(*) as event_count,
        sum(case when arrivals.event_at < earlier.newest_in_batch_at then 1 else 0 end) as out_of_order_count,
        sum(case
            when arrivals.event_at < earlier.newest_before_at
                and not coalesce(arrivals.event_at < earlier.newest_in_batch_at, false) then 1
            else 0
        end) as late_count
    from arrivals
    inner join earlier
        on arrivals.machine_id = earlier.machine_id
        and arrivals.batch_id = earlier.batch_id
        and arrivals.source_file = earlier.source_file
    group by arrivals.machine_id, arrivals.batch_id, arrivals.ingested_at, arrivals.source_file
),

final as (
    select
        counted.batch_id,
        counted.source_file,
        counted.machine_id,
        counted.ingested_at,
        cast(counted.event_count as bigint) as event_count,
        cast(coalesce(copy_counts.duplicate_count, 0) as bigint) as duplicate_count,
        cast(counted.late_count as bigint) as late_count,
        cast(counted.out_of_order_count as bigint) as out_of_order_count,
        cast(0 as bigint) as quarantined_count
    from counted
    left join copy_counts
        on counted.machine_id = copy_counts.machine_id
        and counted.batch_id = copy_counts.batch_id
        and counted.source_file = copy_counts.source_file
    union all
    select
        batch_id,
        as_text(null) as source_file,
        as_text(null) as machine_id,
        utc_from_text(ingested_at, 'UTC') as ingested_at,
        cast(0 as bigint) as event_count,
        cast(0 as bigint) as duplicate_count,
        cast(0 as bigint) as late_count,
        cast(0 as bigint) as out_of_order_count,
        cast(quarantined_count as bigint) as quarantined_count
    from history.batches
    where cast(quarantined_count as bigint) > 0
)

select * from final
