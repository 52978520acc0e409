-- One row per machine and scope it counts in: itself, its line, its site. A line whose constraint and output machine
-- are named takes time and failures from the constraint and pieces from the output machine, as in gold.oee_scopes.
--! grain: scope, machine_id
--! kind: view
--! version: 1
with machines as (
    select
        machine_id,
        line_id,
        site_id,
        is_constraint,
        is_output,
        constraint_machine_id is null or output_machine_id is null as is_plain_line
    from gold.dim_machine
),

final as (
    select 'machine' as scope, machine_id as scope_id, machine_id, true as gives_time, true as gives_pieces
    from machines
    union all
    select
        'line' as scope,
        line_id as scope_id,
        machine_id,
        is_plain_line or is_constraint as gives_time,
        is_plain_line or is_output as gives_pieces
    from machines
    where line_id is not null
    union all
    select 'site' as scope, site_id as scope_id, machine_id, true as gives_time, true as gives_pieces
    from machines
    where site_id is not null
)

select * from final
