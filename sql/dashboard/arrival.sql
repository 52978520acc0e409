-- How did the data come in: events, and those that came late, twice, out of order or had to be refused?
select
    batch_id,
    max(ingested_at) as ingested_at,
    count(distinct source_file) as file_count,
    sum(event_count) as event_count,
    sum(late_count) as late_count,
    sum(duplicate_count) as duplicate_count,
    sum(out_of_order_count) as out_of_order_count,
    sum(quarantined_count) as quarantined_count
from gold.data_arrival
group by batch_id
order by ingested_at desc, batch_id
