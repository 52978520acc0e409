-- One row per ledger interval that readings of energy cover: joules, each step spread evenly over the time between its
-- readings. An interval has the steps that begin in it, and what is left of the step it begins in, but not what is left
-- of the step it ends in. Shares are cumulative from the start of the step and rounded down, so that the parts of a
-- step always sum to it, also over days.
--! grain: machine_id, started_at
--! kind: table
--! partition: utc_date
--! version: 1
with boundaries as (
    select
        machine_id,
        utc_date,
        started_at as point_at,
        slice_started_at
    from silver.ledger
    union all
    select
        machine_id,
        utc_date,
        max(ended_at) as point_at,
        cast(null as timestamp) as slice_started_at
    from silver.ledger
    group by machine_id, utc_date
),

-- Each kind is numbered on its own, then both together: the difference tells how many of the other kind came before.
points as (
    select
        machine_id,
        utc_date,
        0 as kind_no,
        point_at,
        slice_started_at,
        cast(null as timestamp) as step_ended_at,
        cast(null as bigint) as energy_j,
        row_number() over (partition by machine_id, utc_date order by point_at) as kind_point_no
    from boundaries
    union all
    select
        machine_id,
        utc_date,
        1 as kind_no,
        started_at as point_at,
        cast(null as timestamp) as slice_started_at,
        ended_at as step_ended_at,
        energy_j,
        row_number() over (partition by machine_id, utc_date order by started_at) as kind_point_no
    from silver.energy_steps
),

numbered as (
    select
        *,
        row_number() over (partition by machine_id, utc_date order by point_at, kind_no) as point_no
    from points
),

steps as (
    select
        machine_id,
        utc_date,
        kind_point_no as step_no,
        point_no - kind_point_no as boundary_no,
        point_at as started_at,
        energy_j,
        millis_between(point_at, step_ended_at) as step_ms
    from numbered
    where kind_no = 1
),

begun as (
    select
        machine_id,
        utc_date,
        boundary_no,
        sum(energy_j) as energy_j,
        sum(step_ms) as step_ms
    from steps
    group by machine_id, utc_date, boundary_no
),

current as (
    select
        numbered.machine_id,
        numbered.utc_date,
        numbered.kind_point_no as boundary_no,
        numbered.point_at,
        numbered.slice_started_at,
        steps.energy_j,
        steps.step_ms,
        least(millis_between(steps.started_at, numbered.point_at), steps.step_ms) as passed_ms
    from numbered
    left join steps
        on numbered.machine_id = steps.machine_id
        and numbered.utc_date = steps.utc_date
        and numbered.point_no - numbered.kind_point_no = steps.step_no
    where numbered.kind_no = 0
),

remainders as (
    select
        machine_id,
        utc_date,
        boundary_no,
        point_at,
        slice_started_at,
        coalesce(energy_j - whole_share(energy_j, passed_ms, step_ms), 0) as left_j,
        coalesce(step_ms - passed_ms, 0) as left_ms
    from current
),

followed as (
    select
        *,
        lead(left_j) over (partition by machine_id, utc_date order by boundary_no) as next_left_j,
        lead(left_ms) over (partition by machine_id, utc_date order by boundary_no) as next_left_ms
    from remainders
),

final as (
    select
        followed.machine_id,
        followed.utc_date,
        followed.point_at as started_at,
        followed.slice_started_at,
        cast(coalesce(begun.energy_j, 0) + followed.left_j - followed.next_left_j as bigint) as energy_j,
        cast(coalesce(begun.step_ms, 0) + followed.left_ms - followed.next_left_ms as bigint) as covered_ms
    from followed
    left join begun
        on followed.machine_id = begun.machine_id
        and followed.utc_date = begun.utc_date
        and followed.boundary_no = begun.boundary_no
    where coalesce(begun.step_ms, 0) + followed.left_ms - followed.next_left_ms > 0
)

select * from final
