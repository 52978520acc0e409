-- Where did each machine's planned time go, loss by loss?
select
    machine_id,
    loss,
    sum(loss_s) / 3600e0 as loss_h,
    sum(loss_s) / nullif(sum(sum(loss_s)) over (partition by machine_id), 0e0) as loss_ratio
from gold.losses_breakdown
group by machine_id, loss
order by machine_id, loss_h desc
