-- One row per place and machine in it. is_measured: the machine's time is the time of the place; of a line with a
-- constraint that is the constraint alone.
with places as (
    select 'plant' as scope, '' as scope_id, machine_id, true as is_measured from gold.dim_machine
    union all
    select 'site', site_id, machine_id, true from gold.dim_machine where site_id is not null
    union all
    select
        'line',
        line_id,
        machine_id,
        constraint_machine_id is null or output_machine_id is null or is_constraint
    from gold.dim_machine
    where line_id is not null
    union all
    select 'machine', machine_id, machine_id, true from gold.dim_machine
)

select scope, scope_id, machine_id, is_measured
from places
