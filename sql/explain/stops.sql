-- Which stops of a machine lie in a shift, bucket by bucket?
--! param: machine_id text, the machine
--! param: production_date date, the production date
--! param: shift_id text, the shift
select
    state_timeline.bucket,
    state_timeline.started_at,
    state_timeline.ended_at,
    strftime(local_from_utc(state_timeline.started_at, coalesce(dim_machine.time_zone, 'UTC')), '%H:%M:%S')
        as started_local,
    strftime(local_from_utc(state_timeline.ended_at, coalesce(dim_machine.time_zone, 'UTC')), '%H:%M:%S')
        as ended_local,
    state_timeline.duration_s,
    state_timeline.state,
    state_timeline.reason_code,
    coalesce(dim_reason.name, state_timeline.reason_code) as reason,
    count(*) over (partition by state_timeline.bucket) as bucket_count,
    sum(state_timeline.duration_s) over (partition by state_timeline.bucket) as bucket_s,
    row_number() over (
        partition by state_timeline.bucket order by state_timeline.duration_s desc, state_timeline.started_at
    ) as length_no
from gold.state_timeline as state_timeline
inner join gold.dim_machine as dim_machine on state_timeline.machine_id = dim_machine.machine_id
left join gold.dim_reason as dim_reason on state_timeline.reason_code = dim_reason.reason_code
where
    state_timeline.machine_id = $machine_id
    and state_timeline.production_date = $production_date
    and state_timeline.shift_id = $shift_id
    and state_timeline.bucket != 'running'
order by
    array_position(
        ['breakdown', 'setup', 'other_stop', 'starved', 'blocked', 'minor_stop', 'no_data', 'planned_stop'],
        state_timeline.bucket
    ),
    state_timeline.started_at
