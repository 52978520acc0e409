-- One row per order that was held and machine it goes through: the heard machines of its line, or of no line those
-- that held it. is_first and is_last say where its pieces enter and leave: the lowest position, and the line's
-- output machine or else the highest position. Machines at one position work side by side; without positions those
-- that held the order go before the others, and the name decides.
--! grain: order_id, machine_id
--! kind: view
--! version: 1
with holders as (
    select distinct order_id, machine_id
    from silver.machine_slices
    where order_id is not null
),

machines as (
    select machine_id, line_id, position_no, is_output
    from gold.dim_machine
    where first_heard_at is not null
),

order_lines as (
    select
        holders.order_id,
        coalesce(
            min(case when machines.line_id = dim_order.line_id then machines.line_id end),
            min(machines.line_id)
        ) as line_id
    from holders
    inner join machines on holders.machine_id = machines.machine_id
    left join gold.dim_order as dim_order on holders.order_id = dim_order.order_id
    group by holders.order_id
),

stations as (
    select order_lines.order_id, order_lines.line_id, machines.machine_id, machines.position_no, machines.is_output
    from order_lines
    inner join machines on order_lines.line_id = machines.line_id
    union all
    select order_lines.order_id, order_lines.line_id, machines.machine_id, machines.position_no, machines.is_output
    from order_lines
    inner join holders on order_lines.order_id = holders.order_id
    inner join machines on holders.machine_id = machines.machine_id
    where order_lines.line_id is null
),

placed as (
    select
        stations.order_id,
        stations.line_id,
        stations.machine_id,
        stations.position_no,
        case when stations.is_output then 0 else 1 end as output_no,
        case
            when stations.position_no is not null then 0
            when holders.machine_id is not null then 1
            else 2
        end as doubt_no,
        case when stations.position_no is null then stations.machine_id else '' end as tie_id
    from stations
    left join holders on stations.order_id = holders.order_id and stations.machine_id = holders.machine_id
),

final as (
    select
        order_id,
        line_id,
        machine_id,
        position_no,
        rank() over (
            partition by order_id order by doubt_no, coalesce(position_no, 0), tie_id
        ) = 1 as is_first,
        rank() over (
            partition by order_id order by output_no, doubt_no, coalesce(position_no, 0) desc, tie_id desc
        ) = 1 as is_last
    from placed
)

select * from final
