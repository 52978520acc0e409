-- The machines, as Gold has them.
select
    machine_id,
    line_id,
    area_id,
    site_id,
    name,
    machine_type,
    position_no,
    time_zone,
    calendar_id,
    constraint_machine_id,
    output_machine_id,
    silence_ms,
    minor_stop_limit_ms,
    is_constraint,
    is_output,
    first_heard_at,
    horizon_at
from gold.dim_machine
