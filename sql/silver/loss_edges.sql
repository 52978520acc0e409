-- One row per bucket and reason, other than running, of an episode on a UTC date that touches an end of the day: what
-- days must know of each other to count a stop once. Time before the first state counts as one episode.
--! grain: machine_id, utc_date, episode_started_at, bucket, reason_code?
--! kind: table
--! version: 1
--! partition: utc_date
with ledger as (
    select
        *,
        coalesce(episode_started_at, cast('1900-01-01' as timestamp)) as stop_began_at,
        max(ended_at) over (
            partition by machine_id, utc_date, coalesce(episode_started_at, cast('1900-01-01' as timestamp))
        ) as stop_ended_at
    from silver.ledger
    where bucket != 'running'
),

final as (
    select distinct
        machine_id,
        utc_date,
        stop_began_at as episode_started_at,
        bucket,
        reason_code
    from ledger
    where
        stop_began_at < cast(utc_date as timestamp)
        or stop_ended_at = cast(utc_date as timestamp) + interval '1' day
)

select * from final
