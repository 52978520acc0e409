-- One row per MTConnect observation of the Okuma recording. It has no machine of its own: there is one.
--! kind: source
--! version: 1
with parsed as (
    select
        source_file,
        line_number,
        line_text,
        try(json_transform(line_text, '{"ts": "VARCHAR", "name": "VARCHAR", "value": "VARCHAR"}')) as f
    from landing.okuma
),

timed as (
    select
        *,
        make_timestamp(epoch_us(try_cast(f.ts as timestamptz))) as observed_at
    from parsed
),

final as (
    select
        observed_at,
        f.name as name,
        f.value as value,
        cast(observed_at as date) as event_date,
        source_file,
        line_number,
        case when observed_at is null then 'ts: not a date and time' end as reject_reason,
        case when observed_at is null then line_text end as reject_text
    from timed
)

select * from final
