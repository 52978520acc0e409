-- One row per state run with a later word, as far as its episode touches midnight: the words that days must tell each
-- other.
--! grain: machine_id, run_started_at
--! kind: table
--! version: 1
--! partition: utc_date
with told_runs as (
    select * from silver.told_runs
),

final as (
    select
        told_runs.machine_id,
        told_runs.utc_date,
        told_runs.run_started_at,
        told_runs.part_started_at,
        told_runs.told_at,
        told_runs.seq,
        told_runs.event_id,
        told_runs.reason_code
    from told_runs
    inner join silver.episode_edges as episode_edges
        on told_runs.machine_id = episode_edges.machine_id and told_runs.part_started_at = episode_edges.started_at
)

select * from final
