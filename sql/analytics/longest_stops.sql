-- Which stops were the longest?
--! param: machine_id text = null, one machine only
--! param: first_date date = null, first production date
--! param: last_date date = null, last production date
--! param: rows integer = 20, how many to show
select
    state_timeline.machine_id,
    state_timeline.started_at,
    state_timeline.ended_at,
    state_timeline.duration_s / 60e0 as duration_min,
    state_timeline.bucket,
    coalesce(dim_reason.name, state_timeline.reason_code) as reason,
    state_timeline.production_date,
    state_timeline.shift_id
from gold.state_timeline as state_timeline
left join gold.dim_reason as dim_reason on state_timeline.reason_code = dim_reason.reason_code
where
    state_timeline.bucket in ('setup', 'breakdown', 'starved', 'blocked', 'minor_stop', 'other_stop')
    and ($machine_id is null or state_timeline.machine_id = $machine_id)
    and ($first_date is null or state_timeline.production_date >= $first_date)
    and ($last_date is null or state_timeline.production_date <= $last_date)
order by state_timeline.duration_s desc, state_timeline.machine_id, state_timeline.started_at
limit $rows
