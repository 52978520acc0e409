-- Events of the NIST inspection: a count at the bench of each type, good or scrap, all at one time.
--! grain: none
--! kind: view
--! version: 1
with inspections as (
    select * from bronze.nist_qif
),

final as (
    select
        concat('bench ', part_type) as machine_id,
        make_timestamp(2017, 3, 1, 12, 0, 0) as event_at,
        'count' as event_type,
        part_id as event_id,
        part_type as product_id,
        part_id as unit_id,
        cast(case when status = 'PASS' then 1 else 0 end as bigint) as good_qty,
        cast(case when status = 'FAIL' then 1 else 0 end as bigint) as scrap_qty
    from inspections
)

select * from final
