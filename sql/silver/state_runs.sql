-- One row per stretch of one state and reason, gap-free from the first state of a machine to its horizon. SILENT stands
-- where nothing was heard for silence_s; the state before the silence resumes with the next word unless that is a
-- state. The last run may have no length: a state reported at the horizon itself.
--! grain: machine_id, run_no
--! kind: table
--! version: 1
with state_changes as (
    select * from silver.state_changes
),

silences as (
    select * from silver.silences
),

machines as (
    select * from silver.machines
),

silence_edges as (
    select machine_id, started_at, true as is_silent from silences
    union all
    select machine_id, ended_at as started_at, false as is_silent from silences where not is_open
),

points as (
    select machine_id, changed_at as started_at, change_no, cast(null as bigint) as edge_no, false as is_silent
    from state_changes
    union all
    select
        machine_id,
        started_at,
        cast(null as bigint) as change_no,
        row_number() over (partition by machine_id order by started_at) as edge_no,
        is_silent
    from silence_edges
),

numbered as (
    select
        *,
        row_number() over (
            partition by machine_id order by started_at, coalesce(change_no, 0), coalesce(edge_no, 0)
        ) as point_no,
        lead(started_at) over (
            partition by machine_id order by started_at, coalesce(change_no, 0), coalesce(edge_no, 0)
        ) as next_started_at
    from points
),

-- Changes and edges are both numbered without gaps: the points so far that are no edges are changes.
stretched as (
    select
        machine_id,
        started_at,
        next_started_at,
        is_silent,
        coalesce(change_no, point_no - edge_no) as change_no
    from numbered
),

kept as (
    select
        stretched.machine_id,
        stretched.started_at,
        coalesce(stretched.next_started_at, machines.horizon_at) as ended_at,
        case when stretched.is_silent then 'SILENT' else state_changes.state end as state,
        case when stretched.is_silent then as_text(null) else state_changes.reason_code end as reason_code
    from stretched
    inner join machines on stretched.machine_id = machines.machine_id
    inner join state_changes
        on stretched.machine_id = state_changes.machine_id and stretched.change_no = state_changes.change_no
    where stretched.next_started_at is null or stretched.next_started_at > stretched.started_at
),

compared as (
    select
        *,
        row_number() over (partition by machine_id order by started_at) as run_no,
        case
            when lag(state) over (partition by machine_id order by started_at) = state then 0
            else 1
        end as is_new_episode
    from kept
),

final as (
    select
        machine_id,
        cast(run_no as bigint) as run_no,
        started_at,
        ended_at,
        state,
        reason_code,
        cast(sum(is_new_episode) over (
            partition by machine_id order by run_no rows between unbounded preceding and current row
        ) as bigint) as episode_no
    from compared
)

select * from final
