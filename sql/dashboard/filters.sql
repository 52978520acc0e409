-- Which dates, shifts and products can be asked for?
with dates as (
    select production_date from gold.dim_date
),

final as (
    select 'first_date' as kind, cast(min(production_date) as varchar) as id, null as name, 0 as order_no from dates
    union all
    select 'last_date', cast(max(production_date) as varchar), null, 0 from dates
    union all
    select 'shift', shift_id, min(starts_at) || '-' || max(ends_at), 1
    from gold.dim_shift
    where shift_id != 'unscheduled'
    group by shift_id
    union all
    select 'product', product_id, name, 2 from gold.dim_product
)

select kind, id, name
from final
where id is not null
order by order_no, kind, name, id
