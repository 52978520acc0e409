-- One row per silence: a machine said nothing for longer than silence_s. It begins silence_s after the last word and
-- ends with the next one, or at the horizon.
--! grain: machine_id, started_at
--! kind: table
--! version: 1
with machine_hearings as (
    select * from silver.machine_hearings
),

machines as (
    select * from silver.machines
),

followed as (
    select
        machine_hearings.machine_id,
        machine_hearings.silence_ms,
        floor_to_milli(machine_hearings.last_heard_at) as last_heard_at,
        floor_to_milli(lead(machine_hearings.first_heard_at) over (
            partition by machine_hearings.machine_id order by machine_hearings.span_no
        )) as next_heard_at,
        machines.horizon_at
    from machine_hearings
    inner join machines on machine_hearings.machine_id = machines.machine_id
),

final as (
    select
        machine_id,
        add_millis(last_heard_at, silence_ms) as started_at,
        coalesce(next_heard_at, horizon_at) as ended_at,
        next_heard_at is null as is_open
    from followed
    where millis_between(last_heard_at, coalesce(next_heard_at, horizon_at)) > silence_ms
)

select * from final
