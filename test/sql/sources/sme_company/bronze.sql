-- One row per sample of the SME's retrofit box: the status, the parts of the span, the power and the product.
--! kind: source
--! version: 1
with parsed as (
    select
        source_file,
        line_number,
        line_text,
        try(json_transform(line_text, '{
            "ts": "VARCHAR", "asset": "VARCHAR", "items": "DOUBLE", "status": "INTEGER", "power_avg": "DOUBLE",
            "product": "VARCHAR"
        }')) as f
    from landing.sme_company
),

timed as (
    select
        *,
        make_timestamp(epoch_us(try_cast(f.ts as timestamptz))) as sampled_at
    from parsed
),

final as (
    select
        sampled_at,
        f.asset as asset,
        cast(f.items as bigint) as items,
        f.status as status,
        f.power_avg as power_kw,
        f.product as product,
        cast(sampled_at as date) as event_date,
        source_file,
        line_number,
        case when sampled_at is null then 'ts: not a date and time' end as reject_reason,
        case when sampled_at is null then line_text end as reject_text
    from timed
)

select * from final
