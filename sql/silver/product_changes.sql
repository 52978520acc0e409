-- One row per change of the product a machine holds; null where it was cleared. It holds until the next change. Most
-- hours name one product only and need one word; the words of the others are compared one by one.
--! grain: machine_id, change_no
--! kind: table
--! version: 2
with words as (
    select
        machine_id,
        hour_number(event_at) as hour_no,
        event_at,
        coalesce(product_id, '') as held_id
    from silver.events
    where product_id is not null or is_product_cleared
),

hours as (
    select
        machine_id,
        hour_no,
        min(event_at) as first_at,
        min(held_id) as lowest_id,
        max(held_id) as highest_id
    from words
    group by machine_id, hour_no
),

mixed_hours as (
    select machine_id, hour_no from hours where lowest_id != highest_id
),

-- Read once more instead of from above: what is named twice is kept in memory whole.
mixed_words as (
    select
        events.machine_id,
        events.event_at,
        events.seq,
        events.event_id,
        coalesce(events.product_id, '') as held_id
    from silver.events as events
    inner join mixed_hours
        on events.machine_id = mixed_hours.machine_id and hour_number(events.event_at) = mixed_hours.hour_no
    where events.product_id is not null or events.is_product_cleared
),

telling_words as (
    select
        machine_id,
        first_at as event_at,
        cast(null as bigint) as seq,
        as_text(null) as event_id,
        lowest_id as held_id
    from hours
    where lowest_id = highest_id
    union all
    select machine_id, event_at, seq, event_id, held_id
    from mixed_words
),

compared as (
    select
        *,
        row_number() over (
            partition by machine_id
            order by event_at, coalesce(seq, -9007199254740992), coalesce(event_id, ''), held_id
        ) as word_no,
        lag(held_id) over (
            partition by machine_id
            order by event_at, coalesce(seq, -9007199254740992), coalesce(event_id, ''), held_id
        ) as previous_id
    from telling_words
),

final as (
    select
        machine_id,
        cast(row_number() over (partition by machine_id order by word_no) as bigint) as change_no,
        floor_to_milli(event_at) as changed_at,
        case when held_id != '' then held_id end as product_id
    from compared
    where previous_id is null or previous_id != held_id
)

select * from final
