-- One row per machine, line or site, production date and KPI of ISO 22400-2 that work units have: numerator and
-- denominator in seconds, pieces, kWh and counts. OEE is that of gold.oee_*, from standard times. Allocation
-- efficiency is 1 wherever anything was planned, for all planned time is booked to a state. The rated capacity EPC
-- is PBT / PRI, so the equipment load is PRI x PQ / PBT. In operating time a mean time to failure is the mean time
-- between failures.
--! grain: scope, scope_id, production_date, kpi_no
--! kind: view
--! version: 1
with kpis as (
    select kpi_no
    from gold.kpi_catalogue
    where kpi_no between 4 and 12 or kpi_no between 15 and 17 or kpi_no = 23 or kpi_no between 30 and 34
),

elements as (
    select
        scope,
        scope_id,
        production_date,
        cast(apt_ms as double) / 1e3 as apt_s,
        cast(aust_ms as double) / 1e3 as aust_s,
        cast(apt_ms + aust_ms as double) / 1e3 as aupt_s,
        cast(apt_ms + adet_ms as double) / 1e3 as apt_and_adet_s,
        cast(apt_ms + aust_ms + adet_ms as double) / 1e3 as aubt_s,
        cast(pbt_ms as double) / 1e3 as pbt_s,
        cast(produced_qty as double) as produced_qty,
        cast(good_qty as double) as good_qty,
        cast(scrap_qty as double) as scrap_qty,
        cast(rework_qty as double) as rework_qty,
        cast(standard_us as double) / 1e6 as standard_s,
        cast(worth_us as double) / 1e6 as worth_s,
        cast(energy_j as double) / 3.6e6 as energy_kwh,
        cast(between_failures_ms as double) / 1e3 as between_failures_s,
        cast(between_failures_count as double) as between_failures_count,
        cast(repair_ms as double) / 1e3 as repair_s,
        cast(restoration_count as double) as restoration_count,
        cast(cmt_ms as double) / 1e3 as cmt_s,
        cast(cmt_ms + pmt_ms as double) / 1e3 as cmt_and_pmt_s,
        cast(inspected_qty as double) as inspected_qty,
        cast(first_pass_qty as double) as first_pass_qty
    from gold.iso_elements
),

final as (
    select
        elements.scope,
        elements.scope_id,
        elements.production_date,
        kpis.kpi_no,
        case kpis.kpi_no
            when 4 then elements.aubt_s
            when 5 then elements.apt_s
            when 6 then elements.worth_s
            when 7 then case
                when elements.worth_s = 0e0 then 0e0
                else elements.aupt_s * (elements.worth_s / nullif(elements.apt_s, 0e0))
            end
            when 8 then elements.apt_s
            when 9 then elements.standard_s
            when 10 then elements.good_qty
            when 11 then elements.aust_s
            when 12 then elements.apt_s
            when 15 then elements.first_pass_qty
            when 16 then elements.scrap_qty
            when 17 then elements.rework_qty
            when 23 then elements.energy_kwh
            when 30 then elements.standard_s
            when 31 then elements.between_failures_s
            when 32 then elements.between_failures_s
            when 33 then elements.repair_s
            when 34 then elements.cmt_s
        end as numerator,
        case kpis.kpi_no
            when 4 then elements.pbt_s
            when 5 then elements.aubt_s
            when 6 then elements.pbt_s
            when 7 then elements.pbt_s
            when 8 then elements.pbt_s
            when 9 then elements.apt_s
            when 10 then elements.produced_qty
            when 11 then elements.aupt_s
            when 12 then elements.apt_and_adet_s
            when 15 then elements.inspected_qty
            when 16 then elements.produced_qty
            when 17 then elements.produced_qty
            when 23 then elements.produced_qty
            when 30 then elements.pbt_s
            when 31 then elements.between_failures_count
            when 32 then elements.between_failures_count
            when 33 then elements.restoration_count
            when 34 then elements.cmt_and_pmt_s
        end as denominator
    from elements
    cross join kpis
)

select * from final
