-- One row per KPI of ISO 22400-2:2014: its formula in the standard's element names, range, better direction and
-- inputs. Where it is not computed here, missing_input says what telemetry, calendar, orders and inspections do not
-- tell.
--! grain: kpi_no
--! kind: view
--! version: 1
with entries as (
    select 1 as kpi_no, 'worker_efficiency' as kpi, 'Worker efficiency' as name, 'APWT / APAT' as formula,
        'ratio' as unit, '0..1' as range_text, 'higher' as direction, 'personnel work and attendance times' as inputs,
        'attendance and order booking times of persons' as missing_input
    union all
    select 2, 'allocation_ratio', 'Allocation ratio', 'sum(AUBT) / AOET', 'ratio', '0..>1', 'higher',
        'states, calendar, order held', null
    union all
    select 3, 'throughput_rate', 'Throughput rate', 'PQ / AOET', 'pieces/s', '0..', 'higher', 'counts, order held', null
    union all
    select 4, 'allocation_efficiency', 'Allocation efficiency', 'AUBT / PBT', 'ratio', '0..1', 'higher',
        'states, calendar', null
    union all
    select 5, 'utilization_efficiency', 'Utilization efficiency', 'APT / AUBT', 'ratio', '0..1', 'higher',
        'states', null
    union all
    select 6, 'oee', 'Overall equipment effectiveness index', '(APT / PBT) x (PRI x PQ / APT) x (GQ / PQ)', 'ratio',
        '0..1', 'higher', 'states, calendar, counts, standards', null
    union all
    select 7, 'nee', 'Net equipment effectiveness index', '(AUPT / PBT) x (PRI x PQ / APT) x (GQ / PQ)', 'ratio',
        '0..1', 'higher', 'states, calendar, counts, standards', null
    union all
    select 8, 'availability', 'Availability', 'APT / PBT', 'ratio', '0..1', 'higher', 'states, calendar', null
    union all
    select 9, 'effectiveness', 'Effectiveness', 'PRI x PQ / APT', 'ratio', '0..>1', 'higher',
        'states, counts, standards', null
    union all
    select 10, 'quality_ratio', 'Quality ratio', 'GQ / PQ', 'ratio', '0..1', 'higher', 'counts by disposition', null
    union all
    select 11, 'setup_ratio', 'Setup ratio', 'AUST / AUPT', 'ratio', '0..1', 'lower', 'states', null
    union all
    select 12, 'technical_efficiency', 'Technical efficiency', 'APT / (APT + ADET)', 'ratio', '0..1', 'higher',
        'states, calendar', null
    union all
    select 13, 'production_process_ratio', 'Production process ratio', 'sum(APT) / AOET', 'ratio', '0..>1', 'higher',
        'states, order held', null
    union all
    select 14, 'actual_to_planned_scrap_ratio', 'Actual to planned scrap ratio', 'SQ / PSQ', 'ratio', '0..>1', 'lower',
        'counts by disposition, order held, planned scrap of orders', null
    union all
    select 15, 'first_pass_yield', 'First pass yield', 'GP / IP', 'ratio', '0..1', 'higher',
        'counts and inspections by serial number', null
    union all
    select 16, 'scrap_ratio', 'Scrap ratio', 'SQ / PQ', 'ratio', '0..1', 'lower', 'counts by disposition', null
    union all
    select 17, 'rework_ratio', 'Rework ratio', 'RQ / PQ', 'ratio', '0..1', 'lower', 'counts by disposition', null
    union all
    select 18, 'fall_off_ratio', 'Fall off ratio', 'SQ / PQ of the first operation', 'ratio', '0..1', 'lower',
        'counts by disposition, order held, positions of machines', null
    union all
    select 19, 'cm', 'Machine capability index', '(USL - LSL) / (6 s)', 'index', '0..', 'higher',
        'inspections with limits', null
    union all
    select 20, 'cmk', 'Critical machine capability index', 'min(USL - xbar, xbar - LSL) / (3 s)', 'index', '<0..',
        'higher', 'inspections with limits', null
    union all
    select 21, 'cp', 'Process capability index', '(USL - LSL) / (6 sigma)', 'index', '0..', 'higher',
        'inspections with limits, calendar', null
    union all
    select 22, 'cpk', 'Critical process capability index', 'min(USL - xbarbar, xbarbar - LSL) / (3 sigma)', 'index',
        '<0..', 'higher', 'inspections with limits, calendar', null
    union all
    select 23, 'comprehensive_energy_consumption', 'Comprehensive energy consumption', 'E / PQ', 'kWh/piece', '0..',
        'lower', 'energy meters, counts', null
    union all
    select 24, 'inventory_turns', 'Inventory turns', 'TH / average inventory', '1/period', '0..', 'higher',
        'throughput, stock levels', 'stock levels over time'
    union all
    select 25, 'finished_goods_ratio', 'Finished goods ratio', 'GQ / CM', 'ratio', '0..1', 'higher',
        'counts, consumed material', 'quantity of consumed material'
    union all
    select 26, 'integrated_goods_ratio', 'Integrated goods ratio', 'IGQ / CM', 'ratio', '0..1', 'higher',
        'goods by grade, consumed material', 'quantity of consumed material, conversion between grades of goods'
    union all
    select 27, 'production_loss_ratio', 'Production loss ratio', 'PL / CM', 'ratio', '0..1', 'lower',
        'material lost in production, consumed material', 'material balance: quantity consumed and quantity lost'
    union all
    select 28, 'storage_and_transportation_loss_ratio', 'Storage and transportation loss ratio', 'STL / CM', 'ratio',
        '0..1', 'lower', 'stock counts, consumed material', 'stock counts before and after storage and transport'
    union all
    select 29, 'other_loss_ratio', 'Other loss ratio', 'OL / CM', 'ratio', '0..1', 'lower',
        'other losses, consumed material', 'quantity of consumed material, losses by incident'
    union all
    select 30, 'equipment_load_ratio', 'Equipment load ratio', 'PQ / EPC', 'ratio', '0..>1', 'higher',
        'counts, calendar, standards (EPC = PBT / PRI)', null
    union all
    select 31, 'mtbf', 'Mean operating time between failures', 'sum(TBF) / FE', 's', '0..', 'higher', 'states', null
    union all
    select 32, 'mttf', 'Mean time to failure', 'sum(TTF) / FE', 's', '0..', 'higher', 'states', null
    union all
    select 33, 'mttr', 'Mean time to restoration', 'sum(TTR) / FE', 's', '0..', 'lower', 'states', null
    union all
    select 34, 'corrective_maintenance_ratio', 'Corrective maintenance ratio', 'CMT / (CMT + PMT)', 'ratio', '0..1',
        'lower', 'states', null
),

final as (
    select
        cast(kpi_no as bigint) as kpi_no,
        kpi,
        name,
        formula,
        unit,
        range_text,
        direction,
        inputs,
        missing_input is null as is_computed,
        missing_input
    from entries
)

select * from final
