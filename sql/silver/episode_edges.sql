-- One row per part of an episode that touches midnight: where it starts and ends within its day, and its first and last
-- run. What days must know of each other to see an episode whole.
--! grain: machine_id, started_at
--! kind: table
--! version: 1
--! partition: utc_date
with state_runs as (
    select * from silver.state_runs
),

touching as (
    select
        *,
        row_number() over (partition by machine_id, part_started_at order by started_at) as run_no,
        row_number() over (partition by machine_id, part_started_at order by started_at desc) as late_no
    from state_runs
    where
        part_started_at = cast(utc_date as timestamp)
        or part_ended_at = cast(utc_date as timestamp) + interval '1' day
),

last_runs as (
    select machine_id, part_started_at, started_at, reason_code from touching where late_no = 1
),

final as (
    select
        touching.machine_id,
        touching.utc_date,
        touching.part_started_at as started_at,
        touching.part_ended_at as ended_at,
        touching.state,
        touching.reason_code as first_reason_code,
        last_runs.reason_code as last_reason_code,
        last_runs.started_at as last_run_started_at
    from touching
    inner join last_runs
        on touching.machine_id = last_runs.machine_id and touching.part_started_at = last_runs.part_started_at
    where touching.run_no = 1
)

select * from final
