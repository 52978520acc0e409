-- One row per bucket and reason, other than running, of an episode on a UTC date that touches an end of the day: what
-- days must know of each other to count a stop once. Time before the first state counts as one episode.
--! grain: machine_id, utc_date, episode_started_at, bucket, reason_code?
--! kind: table
--! version: 1
--! partition: utc_date
with ledger as (
    select
        machine_id,
        utc_date,
        ended_at,
        coalesce(episode_started_at, cast('1900-01-01' as timestamp)) as stop_began_at,
        bucket,
        reason_code
    from silver.ledger
    where bucket != 'running'
),

edge_stops as (
    select distinct machine_id, utc_date, stop_began_at
    from ledger
    where
        stop_began_at < cast(utc_date as timestamp)
        or ended_at = cast(utc_date as timestamp) + interval '1' day
),

final as (
    select distinct
        ledger.machine_id,
        ledger.utc_date,
        ledger.stop_began_at as episode_started_at,
        ledger.bucket,
        ledger.reason_code
    from ledger
    inner join edge_stops
        on ledger.machine_id = edge_stops.machine_id
        and ledger.utc_date = edge_stops.utc_date
        and ledger.stop_began_at = edge_stops.stop_began_at
)

select * from final
