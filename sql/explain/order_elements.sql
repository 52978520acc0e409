-- What do the symbols of the formulas stand for, and what are they of a whole order?
--! param: kpi text, the KPI they are for
--! param: order_id text, the order
with sums as (
    select * from gold.iso_order_elements where order_id = $order_id
),

elements as (
    select
        unnest([
            {'symbol': 'AOET', 'meaning': 'order execution time', 'amount': aoet_ms / 1e3, 'unit': 's'},
            {'symbol': 'sum(APT)', 'meaning': 'actual production time: running', 'amount': apt_ms / 1e3, 'unit': 's'},
            {'symbol': 'sum(AUBT)', 'meaning': 'APT + AUST + ADET', 'amount': (apt_ms + aust_ms + adet_ms) / 1e3,
                'unit': 's'},
            {'symbol': 'PQ', 'meaning': 'pieces of the last station', 'amount': produced_qty / 1e0, 'unit': 'pieces'},
            {'symbol': 'SQ', 'meaning': 'scrapped pieces', 'amount': case $kpi
                when 'fall_off_ratio' then first_scrap_qty else order_scrap_qty end / 1e0, 'unit': 'pieces'},
            {'symbol': 'PSQ', 'meaning': 'planned scrap', 'amount': planned_scrap_qty / 1e0, 'unit': 'pieces'},
            {'symbol': 'PQ of the first operation', 'meaning': 'pieces of the first station',
                'amount': first_produced_qty / 1e0, 'unit': 'pieces'}
        ], recursive := true)
    from sums
)

select symbol, meaning, amount, unit from elements
