-- One row per MTConnect observation of the NIST batch: what a device said, and the part it was making.
--! kind: source
--! version: 1
with parsed as (
    select
        source_file,
        line_number,
        line_text,
        try(json_transform(line_text, '{
            "ts": "VARCHAR", "device": "VARCHAR", "partType": "VARCHAR", "partNo": "INTEGER", "name": "VARCHAR",
            "value": "VARCHAR", "line": "BIGINT"
        }')) as f
    from landing.nist_mtc
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
        f.device as device,
        concat(f.partType, '-', lpad(cast(f.partNo as varchar), 2, '0')) as part,
        f.name as name,
        f.value as value,
        f.line as file_line,
        cast(observed_at as date) as event_date,
        source_file,
        line_number,
        case when observed_at is null then 'ts: not a date and time' end as reject_reason,
        case when observed_at is null then line_text end as reject_text
    from timed
)

select * from final
