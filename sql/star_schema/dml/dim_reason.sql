-- The reasons, and those that only facts know: of scrap, they go by their code.
with known_reasons as (
    select reason_code, name, parent_code, top_reason_code, bucket from gold.dim_reason
),

fact_reasons as (
    select reason_code from gold.fact_loss
    union
    select reason_code from gold.fact_failure
    union
    select reason_code from gold.fact_scrap
),

other_reasons as (
    select fact_reasons.reason_code
    from fact_reasons
    anti join known_reasons on fact_reasons.reason_code = known_reasons.reason_code
    where fact_reasons.reason_code is not null
),

final as (
    select reason_code, name, parent_code, top_reason_code, bucket from known_reasons
    union all
    select reason_code, reason_code, null, reason_code, null from other_reasons
)

select * from final
