-- Which stops are behind a bucket and a reason (empty: all; '-': without a reason), the longest first, at most $limit?
-- A stop is cut where a shift ends. stop_total counts all that fit.
select
    state_timeline.machine_id,
    state_timeline.started_at,
    state_timeline.ended_at,
    state_timeline.duration_s,
    state_timeline.state,
    state_timeline.bucket,
    state_timeline.reason_code,
    dim_reason.name as reason_name,
    state_timeline.production_date,
    state_timeline.shift_id,
    count(*) over () as stop_total
from dashboard.stretches as state_timeline
inner join dashboard.members as members
    on members.scope = $scope and members.scope_id = $scope_id and state_timeline.machine_id = members.machine_id
left join gold.dim_reason as dim_reason on state_timeline.reason_code = dim_reason.reason_code
where
    state_timeline.production_date between cast($from_date as date) and cast($to_date as date)
    and ($shift = '' or state_timeline.shift_id = $shift)
    and case
        when $bucket = ''
            then state_timeline.bucket in ('setup', 'breakdown', 'starved', 'blocked', 'minor_stop', 'other_stop')
        else state_timeline.bucket = $bucket
    end
    and ($reason = '' or coalesce(state_timeline.reason_code, '-') = $reason)
order by state_timeline.duration_s desc, state_timeline.started_at, state_timeline.machine_id
limit cast($limit as bigint)
