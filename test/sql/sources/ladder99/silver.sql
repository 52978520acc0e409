-- Events of the labelling machine, a machine for each recording: states, a label where the step turns to apply_label, and
-- the word of every other message that it is heard.
--! grain: none
--! kind: view
--! version: 1
with messages as (
    select
        concat('run', as_text(run_no)) as machine_id,
        received_at,
        message_no,
        state_code,
        step
    from bronze.ladder99
),

statuses as (
    select
        *,
        lag(coalesce(step, '')) over (partition by machine_id order by message_no) as previous_step
    from messages
    where state_code is not null
),

final as (
    select
        machine_id,
        received_at as event_at,
        'state' as event_type,
        message_no as seq,
        case state_code when 400 then 'RUNNING' when 200 then 'STOPPED' else 'IDLE' end as state,
        cast(null as bigint) as good_qty
    from statuses
    union all
    select machine_id, received_at, 'count', message_no, null, 1
    from statuses
    where step = 'apply_label' and coalesce(previous_step, '') != 'apply_label'
    union all
    select machine_id, received_at, 'heartbeat', message_no, null, null
    from messages
    where state_code is null
)

select * from final
