-- The joules of a machine's readings are all in its ledger, day by day, and from there in its facts.
--! severity: error
with steps as (
    select
        machine_id,
        utc_date,
        energy_j,
        millis_between(started_at, ended_at) as step_ms,
        millis_between(started_at, greatest(started_at, cast(utc_date as timestamp))) as from_ms,
        millis_between(started_at, least(ended_at, cast(utc_date as timestamp) + interval '1' day)) as until_ms
    from silver.energy_steps
),

metered as (
    select
        machine_id,
        utc_date,
        sum(whole_share(energy_j, until_ms, step_ms) - whole_share(energy_j, from_ms, step_ms)) as energy_j
    from steps
    group by machine_id, utc_date
),

placed as (
    select machine_id, utc_date, sum(energy_j) as energy_j from silver.interval_energy group by machine_id, utc_date
),

facts as (
    select machine_id, production_date, sum(energy_j) as energy_j
    from gold.fact_oee
    group by machine_id, production_date
),

slice_facts as (
    select machine_slices.machine_id, machine_slices.production_date, sum(interval_energy.energy_j) as energy_j
    from silver.machine_slices as machine_slices
    inner join silver.interval_energy as interval_energy
        on machine_slices.machine_id = interval_energy.machine_id
        and machine_slices.started_at = interval_energy.slice_started_at
    group by machine_slices.machine_id, machine_slices.production_date
),

final as (
    select metered.machine_id, metered.utc_date as on_date, metered.energy_j as told_j, placed.energy_j as found_j
    from metered
    left join placed on metered.machine_id = placed.machine_id and metered.utc_date = placed.utc_date
    where metered.energy_j != coalesce(placed.energy_j, 0)
    union all
    select facts.machine_id, facts.production_date, slice_facts.energy_j, facts.energy_j
    from facts
    left join slice_facts
        on facts.machine_id = slice_facts.machine_id and facts.production_date = slice_facts.production_date
    where coalesce(facts.energy_j, 0) != coalesce(slice_facts.energy_j, 0)
)

select * from final
