-- One row per production date that has facts.
--! grain: production_date
--! kind: table
--! version: 1
--! partition: production_date
with dates as (
    select distinct production_date from gold.fact_oee
),

final as (
    select
        production_date,
        week_start(production_date) as production_week,
        month_start(production_date) as production_month,
        cast(extract(year from production_date) as bigint) as year_no,
        cast(extract(month from production_date) as bigint) as month_no,
        cast(extract(day from production_date) as bigint) as day_no,
        weekday_name(production_date) as weekday
    from dates
)

select * from final
