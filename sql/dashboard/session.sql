-- What the questions of the dashboard share: choosing facts, and choosing the target that holds on a date.
create or replace macro asked_shifts(asked_scope, asked_id, from_date, to_date, asked_shift, asked_product) as table
select *
from dashboard.shift_facts
where
    scope = asked_scope
    and scope_id = asked_id
    and production_date between cast(from_date as date) and cast(to_date as date)
    and (asked_shift = '' or shift_id = asked_shift)
    and (asked_product = '' or product_id = asked_product);

create or replace macro asked_hours(asked_scope, asked_id, from_date, to_date, asked_shift, asked_product) as table
select *
from dashboard.hour_facts
where
    scope = asked_scope
    and scope_id = asked_id
    and production_date between cast(from_date as date) and cast(to_date as date)
    and (asked_shift = '' or shift_id = asked_shift)
    and (asked_product = '' or product_id = asked_product);

create or replace macro targets_on(on_date) as table
select scope, scope_id, kpi, target, target_scope, target_id
from dashboard.targets
where
    (valid_from_date is null or valid_from_date <= cast(on_date as date))
    and (valid_to_date is null or valid_to_date > cast(on_date as date))
qualify row_number() over (
    partition by scope, scope_id, kpi order by distance_no, valid_from_date desc nulls last
) = 1;
