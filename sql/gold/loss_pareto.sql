-- One row per machine, bucket and reason, over all known time: how long, how many stops, the longest, its share of the
-- machine's losses and the share of it and all larger ones. A stop is whole, over shifts and days, which is why it is
-- taken from the ledger. top_reason_code is the reason at the top of the tree.
--! grain: machine_id, bucket, reason_code?
--! kind: view
--! version: 1
with stops as (
    select machine_id, bucket, reason_code, episode_started_at, sum(duration_ms) as stop_ms
    from silver.ledger
    where bucket in ('setup', 'breakdown', 'starved', 'blocked', 'minor_stop', 'other_stop')
    group by machine_id, bucket, reason_code, episode_started_at
),

losses as (
    select
        machine_id,
        bucket,
        reason_code,
        sum(stop_ms) as loss_ms,
        count(*) as stop_count,
        max(stop_ms) as longest_ms
    from stops
    group by machine_id, bucket, reason_code
),

ranked as (
    select
        *,
        row_number() over (
            partition by machine_id order by loss_ms desc, bucket, coalesce(reason_code, '')
        ) as rank_no,
        sum(loss_ms) over (partition by machine_id) as machine_loss_ms
    from losses
),

final as (
    select
        ranked.machine_id,
        ranked.bucket,
        coalesce(dim_reason.top_reason_code, ranked.reason_code) as top_reason_code,
        ranked.reason_code,
        cast(ranked.rank_no as bigint) as rank_no,
        cast(ranked.loss_ms as double) / 1e3 as loss_s,
        cast(ranked.stop_count as bigint) as stop_count,
        cast(ranked.longest_ms as double) / 1e3 as longest_s,
        cast(ranked.loss_ms as double) / nullif(cast(ranked.machine_loss_ms as double), 0e0) as loss_ratio,
        cast(sum(ranked.loss_ms) over (
            partition by ranked.machine_id order by ranked.rank_no rows between unbounded preceding and current row
        ) as double) / nullif(cast(ranked.machine_loss_ms as double), 0e0) as cumulative_ratio
    from ranked
    left join gold.dim_reason as dim_reason on ranked.reason_code = dim_reason.reason_code
)

select * from final
