-- One row per machine and production date on which stops were explained by later words: how many words, and the time
-- from what they speak of to the words, in all.
--! grain: machine_id, production_date
--! kind: table
--! version: 1
--! partition: production_date
--! window: silver.reason_words -1..2, silver.machine_slices -1..2
with reason_words as (
    select machine_id, applies_at, told_at from silver.reason_words where reason_code is not null
),

machine_slices as (
    select machine_id, started_at, ended_at, production_date from silver.machine_slices
),

final as (
    select
        reason_words.machine_id,
        machine_slices.production_date,
        count(*) as word_count,
        cast(sum(micros_between(reason_words.applies_at, reason_words.told_at)) as bigint) as delay_us
    from reason_words
    inner join machine_slices
        on reason_words.machine_id = machine_slices.machine_id
        and hour_number(reason_words.applies_at) = hour_number(machine_slices.started_at)
        and reason_words.applies_at >= machine_slices.started_at
        and reason_words.applies_at < machine_slices.ended_at
    group by reason_words.machine_id, machine_slices.production_date
)

select * from final
