-- One row per machine, line or site and production date: the elements of ISO 22400-2, summed. APT is running, AUST
-- setup, ADET minor_stop, breakdown, other_stop, starved and blocked; AUPT = APT + AUST, AUBT = AUPT + ADET, and
-- PBT, the planned operation time less planned downtime, is planned production time. worth_us is PRI x GQ and null
-- where no piece has a standard; energy_j is null where no meter was read. A time between failures has a failure at
-- both ends and lies on the date of the later one; a restoration lies on the date its failure began. CMT is time in
-- FAILURE, PMT in MAINTENANCE.
--! grain: scope, scope_id, production_date
--! kind: view
--! version: 1
with iso_scopes as (
    select * from gold.iso_scopes
),

failures as (
    select
        machine_id,
        production_date,
        sum(operating_ms) as between_failures_ms,
        count(*) as between_failures_count
    from gold.fact_failure
    where previous_failed_at is not null
    group by machine_id, production_date
),

maintenance as (
    select machine_id, production_date, sum(corrective_ms) as corrective_ms, sum(preventive_ms) as preventive_ms
    from gold.fact_maintenance
    group by machine_id, production_date
),

first_passes as (
    select machine_id, production_date, sum(inspected_qty) as inspected_qty, sum(first_pass_qty) as first_pass_qty
    from gold.fact_first_pass
    group by machine_id, production_date
),

machine_facts as (
    select machine_id, production_date, between_failures_ms, between_failures_count, 0 as corrective_ms,
        0 as preventive_ms, 0 as inspected_qty, 0 as first_pass_qty
    from failures
    union all
    select machine_id, production_date, 0, 0, corrective_ms, preventive_ms, 0, 0 from maintenance
    union all
    select machine_id, production_date, 0, 0, 0, 0, inspected_qty, first_pass_qty from first_passes
),

other_sums as (
    select
        iso_scopes.scope,
        iso_scopes.scope_id,
        machine_facts.production_date,
        sum(case when iso_scopes.gives_time then machine_facts.between_failures_ms end) as between_failures_ms,
        sum(case when iso_scopes.gives_time then machine_facts.between_failures_count end) as between_failures_count,
        sum(case when iso_scopes.gives_time then machine_facts.corrective_ms end) as corrective_ms,
        sum(case when iso_scopes.gives_time then machine_facts.preventive_ms end) as preventive_ms,
        sum(case when iso_scopes.gives_pieces then machine_facts.inspected_qty end) as inspected_qty,
        sum(case when iso_scopes.gives_pieces then machine_facts.first_pass_qty end) as first_pass_qty
    from machine_facts
    inner join iso_scopes on machine_facts.machine_id = iso_scopes.machine_id
    group by iso_scopes.scope, iso_scopes.scope_id, machine_facts.production_date
),

sums as (
    select
        scope,
        scope_id,
        production_date,
        sum(running_ms) as apt_ms,
        sum(setup_ms) as aust_ms,
        sum(minor_stop_ms + breakdown_ms + other_stop_ms + starved_ms + blocked_ms) as adet_ms,
        sum(total_qty) as produced_qty,
        sum(good_qty) as good_qty,
        sum(scrap_qty) as scrap_qty,
        sum(rework_qty) as rework_qty,
        sum(unrated_qty) as unrated_qty,
        sum(ideal_run_us) as ideal_run_us,
        sum(ideal_good_us) as ideal_good_us,
        sum(repair_ms) as repair_ms,
        sum(repaired_failure_count) as restoration_count,
        sum(energy_j) as energy_j
    from gold.oee_scopes
    where scope in ('machine', 'line', 'site') and scope_id is not null
    group by scope, scope_id, production_date
),

final as (
    select
        sums.scope,
        sums.scope_id,
        sums.production_date,
        cast(sums.apt_ms as bigint) as apt_ms,
        cast(sums.aust_ms as bigint) as aust_ms,
        cast(sums.adet_ms as bigint) as adet_ms,
        cast(sums.apt_ms + sums.aust_ms + sums.adet_ms as bigint) as pbt_ms,
        cast(sums.produced_qty as bigint) as produced_qty,
        cast(sums.good_qty as bigint) as good_qty,
        cast(sums.scrap_qty as bigint) as scrap_qty,
        cast(sums.rework_qty as bigint) as rework_qty,
        cast(case
            when sums.produced_qty = 0 or sums.unrated_qty != sums.produced_qty then sums.ideal_run_us
        end as bigint) as standard_us,
        cast(case
            when sums.produced_qty = 0 or sums.unrated_qty != sums.produced_qty then sums.ideal_good_us
        end as bigint) as worth_us,
        cast(sums.energy_j as bigint) as energy_j,
        cast(coalesce(other_sums.between_failures_ms, 0) as bigint) as between_failures_ms,
        cast(coalesce(other_sums.between_failures_count, 0) as bigint) as between_failures_count,
        cast(sums.repair_ms as bigint) as repair_ms,
        cast(sums.restoration_count as bigint) as restoration_count,
        cast(coalesce(other_sums.corrective_ms, 0) as bigint) as cmt_ms,
        cast(coalesce(other_sums.preventive_ms, 0) as bigint) as pmt_ms,
        cast(coalesce(other_sums.inspected_qty, 0) as bigint) as inspected_qty,
        cast(coalesce(other_sums.first_pass_qty, 0) as bigint) as first_pass_qty
    from sums
    left join other_sums
        on sums.scope = other_sums.scope
        and sums.scope_id = other_sums.scope_id
        and sums.production_date = other_sums.production_date
)

select * from final
