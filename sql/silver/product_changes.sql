-- One row per change of the product a machine holds on a UTC date; null where it was cleared. The first word of a day
-- always stands. Most hours name one product only and need one word; the words of the others are compared one by one,
-- and of words in one millisecond the last counts.
--! grain: machine_id, changed_at
--! kind: table
--! version: 1
--! partition: utc_date
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
        coalesce(events.seq, -9007199254740992) as seq,
        coalesce(events.event_id, '') as event_id,
        coalesce(events.product_id, '') as held_id
    from silver.events as events
    inner join mixed_hours
        on events.machine_id = mixed_hours.machine_id and hour_number(events.event_at) = mixed_hours.hour_no
    where events.product_id is not null or events.is_product_cleared
),

followed_words as (
    select
        machine_id,
        floor_to_milli(event_at) as changed_at,
        held_id,
        lead(floor_to_milli(event_at)) over (
            partition by machine_id, hour_number(event_at) order by event_at, seq, event_id, held_id
        ) as next_changed_at
    from mixed_words
),

telling_words as (
    select machine_id, floor_to_milli(first_at) as changed_at, lowest_id as held_id
    from hours
    where lowest_id = highest_id
    union all
    select machine_id, changed_at, held_id
    from followed_words
    where next_changed_at is null or next_changed_at > changed_at
),

compared as (
    select
        machine_id,
        cast(changed_at as date) as utc_date,
        changed_at,
        held_id,
        lag(held_id) over (partition by machine_id, cast(changed_at as date) order by changed_at) as previous_id
    from telling_words
),

final as (
    select
        machine_id,
        utc_date,
        changed_at,
        case when held_id != '' then held_id end as product_id,
        previous_id is null as is_first
    from compared
    where previous_id is null or previous_id != held_id
)

select * from final
