-- One row per unit and machine that was counted there more than once or inspected later: when it was made, and its
-- disposition. The latest verdict decides; without one a unit scrapped at first and passed later was reworked, and
-- one passed at first and scrapped later is scrap.
--! grain: machine_id, unit_id
--! kind: table
--! partition: utc_date
--! keys: unit_hash
--! version: 1
with verdicts as (
    select
        machine_id,
        unit_id,
        event_at,
        verdict,
        unit_hash,
        row_number() over (
            partition by machine_id, unit_id
            order by event_at desc, coalesce(seq, -9007199254740992) desc, coalesce(event_id, '') desc, verdict
        ) as late_no
    from silver.unit_words
    where event_type = 'inspection'
),

candidates as (
    select
        machine_id,
        unit_hash,
        unit_id,
        event_at,
        seq,
        event_id,
        good_qty,
        scrap_qty,
        rework_qty
    from silver.unit_words
    where event_type = 'count'
),

ordered as (
    select
        *,
        row_number() over (
            partition by machine_id, unit_id
            order by event_at, coalesce(seq, -9007199254740992), coalesce(event_id, ''), good_qty, scrap_qty, rework_qty
        ) as count_no,
        count(*) over (partition by machine_id, unit_id) as count_count,
        sum(good_qty + rework_qty) over (partition by machine_id, unit_id) as passed_qty,
        sum(scrap_qty) over (partition by machine_id, unit_id) as scrapped_qty,
        sum(rework_qty) over (partition by machine_id, unit_id) as reworked_qty
    from candidates
),

made as (
    select * from ordered where count_no = 1
),

-- An inspection elsewhere speaks of the last machine of its site (of its line, if any) that counted the unit before it.
makers as (
    select
        verdicts.machine_id as inspected_at_machine_id,
        verdicts.unit_id,
        made.machine_id,
        row_number() over (
            partition by verdicts.machine_id, verdicts.unit_id
            order by
                case when made.machine_id = verdicts.machine_id then 0 else 1 end,
                case when maker_places.line_id = inspection_places.line_id then 0 else 1 end,
                case when made.event_at <= verdicts.event_at then 0 else 1 end,
                made.event_at desc,
                made.machine_id
        ) as maker_no
    from verdicts
    inner join made on verdicts.unit_hash = made.unit_hash and verdicts.unit_id = made.unit_id
    inner join silver.machine_places as maker_places on made.machine_id = maker_places.machine_id
    inner join silver.machine_places as inspection_places on verdicts.machine_id = inspection_places.machine_id
    where verdicts.late_no = 1 and coalesce(maker_places.site_id, '') = coalesce(inspection_places.site_id, '')
),

latest_verdicts as (
    select
        makers.machine_id,
        makers.unit_id,
        max_by(verdicts.verdict, concat(as_text(verdicts.event_at), ' ', verdicts.machine_id)) as verdict
    from makers
    inner join verdicts
        on makers.inspected_at_machine_id = verdicts.machine_id
        and makers.unit_id = verdicts.unit_id
        and verdicts.late_no = 1
    where makers.maker_no = 1
    group by makers.machine_id, makers.unit_id
),

final as (
    select
        made.machine_id,
        cast(made.event_at as date) as utc_date,
        made.unit_hash,
        made.unit_id,
        made.event_at as made_at,
        made.good_qty + made.scrap_qty + made.rework_qty as made_qty,
        case
            when latest_verdicts.verdict is not null then latest_verdicts.verdict
            when made.scrap_qty > 0 and made.passed_qty > 0 then 'rework'
            when made.scrapped_qty > 0 then 'scrap'
            when made.reworked_qty > 0 then 'rework'
            else 'good'
        end as disposition,
        made.count_count > 1 as is_counted_again,
        latest_verdicts.verdict is not null as is_inspected
    from made
    left join latest_verdicts
        on made.machine_id = latest_verdicts.machine_id and made.unit_id = latest_verdicts.unit_id
    where made.count_count > 1 or latest_verdicts.verdict is not null
)

select * from final
