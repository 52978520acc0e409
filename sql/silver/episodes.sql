-- One row per episode: a maximal run of time in one state, whatever the reasons, over shifts and days.
--! grain: machine_id, episode_no
--! kind: table
--! version: 1
with state_runs as (
    select * from silver.state_runs
),

final as (
    select
        machine_id,
        episode_no,
        state,
        min(started_at) as started_at,
        max(ended_at) as ended_at,
        cast(sum(millis_between(started_at, ended_at)) as bigint) as duration_ms
    from state_runs
    group by machine_id, episode_no, state
)

select * from final
