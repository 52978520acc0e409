-- Which shifts were the worst, and what cost each of them most?
--! param: machine_id text = null, one machine only
--! param: rows integer = 10, how many shifts to show
with worst_losses as (
    select machine_id, production_date, shift_id, loss as worst_loss, loss_s / 3600e0 as worst_loss_h
    from gold.losses_breakdown
    qualify row_number() over (partition by machine_id, production_date, shift_id order by loss_s desc, loss) = 1
)

select
    shifts.production_date,
    shifts.shift_id,
    shifts.machine_id,
    shifts.oee,
    shifts.availability,
    shifts.performance,
    shifts.quality,
    shifts.coverage,
    worst_losses.worst_loss,
    worst_losses.worst_loss_h
from gold.oee_by_machine_shift as shifts
left join worst_losses
    on shifts.machine_id = worst_losses.machine_id
    and shifts.production_date = worst_losses.production_date
    and shifts.shift_id = worst_losses.shift_id
where
    shifts.oee is not null
    and ($machine_id is null or shifts.machine_id = $machine_id)
order by shifts.oee, shifts.production_date, shifts.shift_id, shifts.machine_id
limit $rows
