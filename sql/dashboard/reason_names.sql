-- What are the reasons called?
select reason_code, name, bucket, top_reason_code
from gold.dim_reason
order by reason_code
