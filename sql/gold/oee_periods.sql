-- One row per fact, scope and period it counts in: hour, shift, day, week, month, all. period_date is the production
-- date, its Monday or the first of its month.
--! grain: none
--! kind: view
--! version: 1
with oee_scopes as (
    select * from gold.oee_scopes
),

final as (
    select
        'hour' as period,
        production_date as period_date,
        shift_id as period_shift_id,
        hour_start_at as period_hour_start_at,
        oee_scopes.*
    from oee_scopes
    union all
    select 'shift', production_date, shift_id, cast(null as timestamp), oee_scopes.* from oee_scopes
    union all
    select 'day', production_date, as_text(null), cast(null as timestamp), oee_scopes.* from oee_scopes
    union all
    select 'week', week_start(production_date), as_text(null), cast(null as timestamp), oee_scopes.*
    from oee_scopes
    union all
    select 'month', month_start(production_date), as_text(null), cast(null as timestamp), oee_scopes.*
    from oee_scopes
    union all
    select 'all', cast(null as date), as_text(null), cast(null as timestamp), oee_scopes.* from oee_scopes
)

select * from final
