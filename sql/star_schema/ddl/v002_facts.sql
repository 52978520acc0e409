-- The facts: whole numbers that add up, and no ratio. Which rows of a date are here, the loader tells by
-- indkpi.fact_content: a date whose content is that of Gold is left alone.
create table indkpi.fact_oee (
    date_key integer not null references indkpi.dim_date,
    machine_key integer not null references indkpi.dim_machine,
    shift_key integer not null references indkpi.dim_shift,
    hour_start_at timestamptz not null,
    product_key integer not null references indkpi.dim_product,
    order_key integer not null references indkpi.dim_order,
    calendar_ms bigint not null,
    running_ms bigint not null,
    unscheduled_ms bigint not null,
    planned_stop_ms bigint not null,
    no_data_ms bigint not null,
    setup_ms bigint not null,
    breakdown_ms bigint not null,
    starved_ms bigint not null,
    blocked_ms bigint not null,
    minor_stop_ms bigint not null,
    other_stop_ms bigint not null,
    overtime_ms bigint not null,
    total_qty bigint not null,
    good_qty bigint not null,
    scrap_qty bigint not null,
    rework_qty bigint not null,
    unrated_qty bigint not null,
    ideal_run_us bigint not null,
    ideal_good_us bigint not null,
    failure_count bigint not null,
    repaired_failure_count bigint not null,
    repair_ms bigint not null,
    energy_j bigint,
    line_ideal_run_us bigint not null,
    line_ideal_good_us bigint not null,
    line_unrated_qty bigint not null,
    primary key (date_key, machine_key, shift_key, hour_start_at, product_key, order_key)
);

create table indkpi.fact_loss (
    date_key integer not null references indkpi.dim_date,
    machine_key integer not null references indkpi.dim_machine,
    shift_key integer not null references indkpi.dim_shift,
    bucket text not null,
    reason_key integer not null references indkpi.dim_reason,
    loss_ms bigint not null,
    stop_count bigint not null,
    longest_ms bigint not null,
    primary key (date_key, machine_key, shift_key, bucket, reason_key)
);

create table indkpi.fact_failure (
    date_key integer not null references indkpi.dim_date,
    machine_key integer not null references indkpi.dim_machine,
    shift_key integer not null references indkpi.dim_shift,
    reason_key integer not null references indkpi.dim_reason,
    failed_at timestamptz not null,
    restored_at timestamptz,
    repair_ms bigint not null,
    operating_ms bigint not null,
    previous_failed_at timestamptz,
    is_open boolean not null,
    primary key (date_key, machine_key, failed_at)
);

create table indkpi.fact_scrap (
    date_key integer not null references indkpi.dim_date,
    machine_key integer not null references indkpi.dim_machine,
    shift_key integer not null references indkpi.dim_shift,
    product_key integer not null references indkpi.dim_product,
    order_key integer not null references indkpi.dim_order,
    reason_key integer not null references indkpi.dim_reason,
    is_startup boolean not null,
    scrap_qty bigint not null,
    rework_qty bigint not null,
    reject_us bigint not null,
    primary key (date_key, machine_key, shift_key, product_key, order_key, reason_key, is_startup)
);

create table indkpi.fact_content (
    relation text not null,
    date_key integer not null,
    row_count bigint not null,
    content_id text not null,
    primary key (relation, date_key)
);

comment on table indkpi.fact_oee
    is 'One row per machine, shift, hour, product and order: additive times, pieces, standard time and energy.';
comment on table indkpi.fact_loss
    is 'One row per machine, shift, bucket and reason of time that was not spent running.';
comment on table indkpi.fact_failure is 'One row per failure, on the production date on which it began.';
comment on table indkpi.fact_scrap is 'One row per machine, shift, product, order and reason of rejected pieces.';
comment on table indkpi.fact_content
    is 'What is loaded: one row per fact table and production date. Kept by the loader.';
comment on column indkpi.fact_oee.date_key is 'Production date: key of indkpi.dim_date.';
comment on column indkpi.fact_oee.machine_key is 'Machine: key of indkpi.dim_machine.';
comment on column indkpi.fact_oee.shift_key is 'Shift: key of indkpi.dim_shift.';
comment on column indkpi.fact_oee.product_key is 'Product: key of indkpi.dim_product.';
comment on column indkpi.fact_oee.order_key is 'Order: key of indkpi.dim_order.';
comment on column indkpi.fact_loss.date_key is 'Production date: key of indkpi.dim_date.';
comment on column indkpi.fact_loss.machine_key is 'Machine: key of indkpi.dim_machine.';
comment on column indkpi.fact_loss.shift_key is 'Shift: key of indkpi.dim_shift.';
comment on column indkpi.fact_loss.reason_key is 'Reason: key of indkpi.dim_reason.';
comment on column indkpi.fact_failure.date_key is 'Production date: key of indkpi.dim_date.';
comment on column indkpi.fact_failure.machine_key is 'Machine: key of indkpi.dim_machine.';
comment on column indkpi.fact_failure.shift_key is 'Shift: key of indkpi.dim_shift.';
comment on column indkpi.fact_failure.reason_key is 'Reason: key of indkpi.dim_reason.';
comment on column indkpi.fact_scrap.date_key is 'Production date: key of indkpi.dim_date.';
comment on column indkpi.fact_scrap.machine_key is 'Machine: key of indkpi.dim_machine.';
comment on column indkpi.fact_scrap.shift_key is 'Shift: key of indkpi.dim_shift.';
comment on column indkpi.fact_scrap.product_key is 'Product: key of indkpi.dim_product.';
comment on column indkpi.fact_scrap.order_key is 'Order: key of indkpi.dim_order.';
comment on column indkpi.fact_scrap.reason_key is 'Reason: key of indkpi.dim_reason.';
comment on column indkpi.fact_content.relation is 'Fact table, without its schema.';
comment on column indkpi.fact_content.date_key is 'Production date as a number, as in indkpi.dim_date.';
comment on column indkpi.fact_content.row_count is 'Rows of that date.';
comment on column indkpi.fact_content.content_id is 'Names the content of these rows: equal names, equal rows.';
