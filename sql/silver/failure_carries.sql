-- One row per machine and UTC date on which it was heard, with what only other dates know of its failures: whether the
-- first of the date goes on from before, when the one before the date began, how long the machine operated since, and
-- until when a failure that lasts to the end of the date goes on.
--! grain: machine_id, utc_date
--! kind: table
--! version: 1
--! partition: utc_date
--! window: silver.failure_edges all
with edges as (
    select
        *,
        is_first_failing and coalesce(lag(is_last_failing) over (partition by machine_id order by utc_date), false)
            as is_continued,
        lead(is_first_failing) over (partition by machine_id order by utc_date) as has_more,
        -- As a double, in which whole milliseconds of centuries are exact: a window sums it several times as fast.
        sum(cast(operating_ms as double)) over (
            partition by machine_id order by utc_date rows between unbounded preceding and current row
        ) as operated_ms
    from silver.failure_edges
),

-- A date is passed that a failure fills from before its first word to after its last.
compared as (
    select
        *,
        is_continued and is_last_failing and spell_count = 1 as is_passed,
        case when spell_count > 1 or (spell_count = 1 and not is_continued) then last_failed_at end as begun_at,
        case when spell_count > 0 then operated_ms - operating_ms end as operated_until_ms
    from edges
),

numbered as (
    select
        *,
        is_last_failing and not is_passed as is_lasting,
        sum(case when is_last_failing and not is_passed then 1e0 else 0e0 end) over (
            partition by machine_id order by utc_date rows between unbounded preceding and current row
        ) as lasting_count,
        max(begun_at) over (
            partition by machine_id order by utc_date rows between unbounded preceding and 1 preceding
        ) as previous_failed_at,
        max(operated_until_ms) over (
            partition by machine_id order by utc_date rows between unbounded preceding and 1 preceding
        ) as previous_operated_ms
    from compared
),

-- Failures that last to the end of a date have numbers: the one that does so first on this one, and the one before.
told as (
    select
        *,
        case when is_lasting then lasting_count end as lasting_no,
        case when is_lasting then lasting_count - 1e0 else lasting_count end as earlier_no
    from numbered
),

-- Their ends, from the dates on which they went on.
lasting as (
    select
        machine_id,
        earlier_no as lasting_no,
        max(first_ended_at) as ended_at,
        min_by(first_reason_code, case when first_reason_code is not null then utc_date end) as reason_code,
        max(case when is_passed and has_more is null then 1 else 0 end) = 1 as is_open
    from told
    where is_continued
    group by machine_id, earlier_no
),

final as (
    select
        told.machine_id,
        told.utc_date,
        told.is_continued,
        told.previous_failed_at,
        cast(told.operated_ms - told.operating_ms - coalesce(told.previous_operated_ms, 0e0) as bigint)
            as operating_ms,
        lasting.ended_at as lasting_until_at,
        lasting.reason_code as lasting_reason_code,
        told.is_last_failing and (told.has_more is null or coalesce(lasting.is_open, false)) as is_open
    from told
    left join lasting on told.machine_id = lasting.machine_id and told.lasting_no = lasting.lasting_no
)

select * from final
