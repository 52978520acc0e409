-- One row per bucket and reason of an episode on a UTC date that the episode showed on a day before: there the stop is
-- counted.
--! grain: machine_id, utc_date, episode_started_at, bucket, reason_code?
--! kind: table
--! version: 1
--! partition: utc_date
--! window: silver.loss_edges all
with compared as (
    select
        *,
        min(utc_date) over (
            partition by machine_id, episode_started_at, bucket, coalesce(reason_code, '')
        ) as first_date
    from silver.loss_edges
),

final as (
    select machine_id, utc_date, episode_started_at, bucket, reason_code from compared where utc_date > first_date
)

select * from final
