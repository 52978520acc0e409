-- What do the symbols of the formulas of ISO 22400-2 stand for, and what are they on a machine's production date?
-- Asked while the facts are cut to one shift they are those of that shift.
--! param: kpi text, the KPI they are for
--! param: machine_id text, the machine
--! param: production_date date, the production date
with sums as (
    select *
    from gold.iso_elements
    where scope = 'machine' and scope_id = $machine_id and production_date = $production_date
),

elements as (
    select
        unnest([
            {'symbol': 'APT', 'meaning': 'actual production time: running', 'amount': apt_ms / 1e3, 'unit': 's'},
            {'symbol': 'AUST', 'meaning': 'actual unit setup time', 'amount': aust_ms / 1e3, 'unit': 's'},
            {'symbol': 'ADET', 'meaning': 'actual unit delay time: stops', 'amount': adet_ms / 1e3, 'unit': 's'},
            {'symbol': 'AUPT', 'meaning': 'APT + AUST', 'amount': (apt_ms + aust_ms) / 1e3, 'unit': 's'},
            {'symbol': 'AUBT', 'meaning': 'APT + AUST + ADET', 'amount': pbt_ms / 1e3, 'unit': 's'},
            {'symbol': 'PBT', 'meaning': 'planned busy time', 'amount': pbt_ms / 1e3, 'unit': 's'},
            {'symbol': 'PRI x PQ', 'meaning': 'standard time of all pieces', 'amount': standard_us / 1e6, 'unit': 's'},
            {'symbol': 'PRI x GQ', 'meaning': 'standard time of good pieces', 'amount': worth_us / 1e6, 'unit': 's'},
            {'symbol': 'PQ', 'meaning': 'produced pieces', 'amount': produced_qty / 1e0, 'unit': 'pieces'},
            {'symbol': 'GQ', 'meaning': 'good pieces', 'amount': good_qty / 1e0, 'unit': 'pieces'},
            {'symbol': 'SQ', 'meaning': 'scrapped pieces', 'amount': scrap_qty / 1e0, 'unit': 'pieces'},
            {'symbol': 'RQ', 'meaning': 'reworked pieces', 'amount': rework_qty / 1e0, 'unit': 'pieces'},
            {'symbol': 'E', 'meaning': 'energy', 'amount': energy_j / 3.6e6, 'unit': 'kWh'},
            {'symbol': 'GP', 'meaning': 'units that passed at once', 'amount': first_pass_qty / 1e0, 'unit': 'pieces'},
            {'symbol': 'IP', 'meaning': 'units met', 'amount': inspected_qty / 1e0, 'unit': 'pieces'},
            {'symbol': 'EPC', 'meaning': 'pieces possible: PBT / PRI', 'amount': pbt_ms * 1e3
                / nullif(standard_us, 0) * produced_qty, 'unit': 'pieces'},
            {'symbol': 'sum(TBF)', 'meaning': 'operating time up to the failures', 'amount': between_failures_ms / 1e3,
                'unit': 's'},
            {'symbol': 'sum(TTF)', 'meaning': 'operating time up to the failures', 'amount': between_failures_ms / 1e3,
                'unit': 's'},
            {'symbol': 'sum(TTR)', 'meaning': 'repair of closed failures', 'amount': repair_ms / 1e3, 'unit': 's'},
            {'symbol': 'FE', 'meaning': 'failures with a time before them, or closed', 'amount': case $kpi
                when 'mttr' then restoration_count else between_failures_count end / 1e0, 'unit': 'failures'},
            {'symbol': 'CMT', 'meaning': 'corrective maintenance: FAILURE', 'amount': cmt_ms / 1e3, 'unit': 's'},
            {'symbol': 'PMT', 'meaning': 'preventive maintenance: MAINTENANCE', 'amount': pmt_ms / 1e3, 'unit': 's'}
        ], recursive := true)
    from sums
)

select symbol, meaning, amount, unit from elements
