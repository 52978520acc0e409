-- What pieces did a machine make in a shift, and by which standard are they worth how much time?
--! param: machine_id text, the machine
--! param: production_date date, the production date
--! param: shift_id text, the shift
with slices as (
    select *
    from silver.machine_slices
    where
        machine_id = $machine_id
        and production_date = $production_date
        and coalesce(shift_id, 'unscheduled') = $shift_id
),

rated as (
    select
        slices.machine_id,
        slices.started_at,
        slices.product_id,
        standards.product_id as standard_product_id,
        standards.ideal_cycle_us,
        standards.valid_from_at,
        standards.valid_to_at,
        row_number() over (
            partition by slices.started_at order by standards.product_id is null, standards.valid_from_at
        ) as rank_no
    from slices
    left join silver.machine_standards as standards
        on slices.machine_id = standards.machine_id
        and standards.role = 'machine'
        and (standards.product_id is null or standards.product_id = slices.product_id)
        and slices.started_at >= standards.valid_from_at
        and slices.started_at < standards.valid_to_at
)

select
    rated.product_id,
    coalesce(min(dim_product.name), rated.product_id) as product,
    sum(slice_pieces.good_qty + slice_pieces.scrap_qty + slice_pieces.rework_qty) as total_qty,
    sum(slice_pieces.good_qty) as good_qty,
    sum(slice_pieces.scrap_qty) as scrap_qty,
    sum(slice_pieces.rework_qty) as rework_qty,
    rated.ideal_cycle_us / 1e6 as ideal_cycle_s,
    rated.standard_product_id is null and rated.ideal_cycle_us is not null as is_for_any_product,
    case
        when rated.valid_from_at > timestamp '1900-01-01'
            then strftime(local_from_utc(rated.valid_from_at, min(coalesce(dim_machine.time_zone, 'UTC'))), '%Y-%m-%d')
    end as valid_from,
    case
        when rated.valid_to_at < timestamp '2200-01-01'
            then strftime(local_from_utc(rated.valid_to_at, min(coalesce(dim_machine.time_zone, 'UTC'))), '%Y-%m-%d')
    end as valid_to,
    sum((slice_pieces.good_qty + slice_pieces.scrap_qty + slice_pieces.rework_qty) * rated.ideal_cycle_us) / 1e6
        as ideal_run_s,
    sum(slice_pieces.good_qty * rated.ideal_cycle_us) / 1e6 as ideal_good_s
from rated
inner join silver.slice_pieces as slice_pieces
    on rated.machine_id = slice_pieces.machine_id and rated.started_at = slice_pieces.slice_started_at
inner join gold.dim_machine as dim_machine on rated.machine_id = dim_machine.machine_id
left join gold.dim_product as dim_product on rated.product_id = dim_product.product_id
where rated.rank_no = 1
group by
    rated.product_id,
    rated.standard_product_id,
    rated.ideal_cycle_us,
    rated.valid_from_at,
    rated.valid_to_at
order by rated.product_id nulls last, valid_from
