-- Every event stands in two days.
--! severity: error
--! scope: all
select total.event_count, sum(pairs.event_count) as pair_count
from gold.total as total
cross join gold.pairs as pairs
group by total.event_count
having sum(pairs.event_count) != 2 * total.event_count
