-- One row per machine and production date on which stops were explained by later words: how many words, and the time
-- from what they speak of to the words, in all.
--! grain: machine_id, production_date
--! kind: table
--! version: 1
with reason_words as (
    select * from silver.reason_words
),

sums as (
    select
        machine_id,
        production_date,
        cast(count(*) as bigint) as word_count,
        cast(sum(delay_us) as bigint) as delay_us
    from reason_words
    group by machine_id, production_date
),

final as (
    select machine_id, production_date, word_count, delay_us from sums
)

select * from final
