-- One row per failure that gold.fact_failure and the simulator's truth do not share, or date the end of differently.
-- truth and gold say when it was restored; open while it lasts, null where there is no such failure.
-- explained_by names the recorded dirt that reaches into the failure; null where there is none.
--! grain: machine_id, started_at
with truth as (
    select
        machine_id,
        failed_at,
        restored_at,
        coalesce(strftime(restored_at, '%Y-%m-%dT%H:%M:%S.%gZ'), 'open') as restored
    from truth.failures
),

gold as (
    select
        machine_id,
        failed_at,
        restored_at,
        coalesce(strftime(restored_at, '%Y-%m-%dT%H:%M:%S.%gZ'), 'open') as restored
    from gold.fact_failure
),

differences as (
    select
        coalesce(truth.machine_id, gold.machine_id) as machine_id,
        coalesce(truth.failed_at, gold.failed_at) as started_at,
        greatest(truth.restored_at, gold.restored_at, truth.failed_at, gold.failed_at) as ended_at,
        truth.restored as truth,
        gold.restored as gold
    from truth
    full join gold
        on
            truth.machine_id = gold.machine_id
            and truth.failed_at = gold.failed_at
    where truth.restored is distinct from gold.restored
),

final as (
    select
        differences.machine_id,
        null::date as production_date,
        null::varchar as shift_id,
        differences.started_at,
        'failure' as measure,
        differences.truth,
        differences.gold,
        string_agg(distinct dirt.kind, ', ' order by dirt.kind) as explained_by
    from differences
    left join truth.dirt as dirt
        on
            differences.machine_id = dirt.machine_id
            and differences.started_at < dirt.until_at
            and differences.ended_at >= dirt.from_at
    group by all
)

select * from final
