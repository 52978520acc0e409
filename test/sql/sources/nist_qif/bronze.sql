-- One row per inspected part of the NIST batch: its type and what incoming inspection said. The report has no times.
--! kind: source
--! version: 1
with parsed as (
    select
        source_file,
        line_number,
        line_text,
        try(json_transform(line_text, '{"type": "VARCHAR", "id": "VARCHAR", "status": "VARCHAR"}')) as f
    from landing.nist_qif
),

final as (
    select
        f.type as part_type,
        f.id as part_id,
        f.status as status,
        date '2017-03-01' as event_date,
        source_file,
        line_number,
        case when f.status is null or f.status not in ('PASS', 'FAIL') then 'status: neither PASS nor FAIL' end
            as reject_reason,
        case when f.status is null or f.status not in ('PASS', 'FAIL') then line_text end as reject_text
    from parsed
)

select * from final
