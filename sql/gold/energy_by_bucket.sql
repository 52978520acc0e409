-- One row per machine, production date and time bucket: the energy burnt in it, its share of the machine's day, and its
-- power. Energy outside running is what a plant can save without making less.
--! grain: machine_id, production_date, bucket
--! kind: view
--! version: 1
with bucket_energy as (
    select * from gold.fact_energy
),

sums as (
    select
        machine_id,
        production_date,
        bucket,
        sum(energy_j) as energy_j,
        sum(covered_ms) as covered_ms
    from bucket_energy
    group by machine_id, production_date, bucket
),

final as (
    select
        machine_id,
        production_date,
        bucket,
        cast(energy_j as double) / 3.6e6 as energy_kwh,
        cast(energy_j as double)
            / nullif(cast(sum(energy_j) over (partition by machine_id, production_date) as double), 0e0)
            as energy_ratio,
        cast(covered_ms as double) / 1e3 as covered_s,
        cast(energy_j as double) / nullif(cast(covered_ms as double), 0e0) as mean_power_kw
    from sums
)

select * from final
