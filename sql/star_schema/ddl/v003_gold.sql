-- The dimensions of Gold under their own names, without the unknown members, and the dialect functions: what the views
-- of Gold read. Those are not here: they are the models of sql/gold themselves, word for word.
create function gold.as_text(text) returns text language sql immutable as 'select $1';
create function gold.week_start(date) returns date language sql immutable
    as 'select cast(date_trunc(''week'', cast($1 as timestamp)) as date)';
create function gold.month_start(date) returns date language sql immutable
    as 'select cast(date_trunc(''month'', cast($1 as timestamp)) as date)';

create view gold.dim_machine as
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
from indkpi.dim_machine
where machine_key != 0;

create view gold.dim_date as
select
    production_date,
    production_week,
    production_month,
    year_no,
    month_no,
    day_no,
    weekday
from indkpi.dim_date
where date_key != 0;

create view gold.dim_shift as
select
    calendar_id,
    shift_id,
    starts_at,
    ends_at
from indkpi.dim_shift
where shift_key != 0;

create view gold.dim_product as
select
    product_id,
    name
from indkpi.dim_product
where product_key != 0;

create view gold.dim_reason as
select
    reason_code,
    name,
    parent_code,
    top_reason_code,
    bucket
from indkpi.dim_reason
where reason_key != 0;

create view gold.dim_order as
select
    order_id,
    product_id,
    line_id,
    planned_qty,
    planned_scrap_qty,
    planned_start_at,
    planned_end_at
from indkpi.dim_order
where order_key != 0;
