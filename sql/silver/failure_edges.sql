-- One row per machine and UTC date on which it was heard: whether it stood in FAILURE at the first and at the last word
-- of the date, and what other dates need of its stretches of FAILURE and of the operating time after the last of them.
--! grain: machine_id, utc_date
--! kind: table
--! version: 1
--! partition: utc_date
with spells as (
    select
        *,
        case when is_failing and is_first_heard then 1 else 0 end as is_first_failing
    from silver.failure_spells
),

final as (
    select
        machine_id,
        utc_date,
        max(is_first_failing) = 1 as is_first_failing,
        max_by(is_failing, started_at) as is_last_failing,
        cast(sum(case when is_failing then 1 else 0 end) as bigint) as spell_count,
        max(case when is_first_failing = 1 then ended_at end) as first_ended_at,
        max(case when is_first_failing = 1 then reason_code end) as first_reason_code,
        max(case when is_failing then started_at end) as last_failed_at,
        cast(sum(case when is_failing then 0 else operating_ms end) as bigint) as operating_ms
    from spells
    group by machine_id, utc_date
)

select * from final
