-- Which measured characteristics are not capable?
--! param: least_cpk number = 1.33, what counts as capable
select machine_id, product_id, characteristic, n, mean, stddev, lower_limit, upper_limit, cp, cpk
from gold.capability
where coalesce(cpk, cmk) < $least_cpk
order by coalesce(cpk, cmk), machine_id, product_id, characteristic
