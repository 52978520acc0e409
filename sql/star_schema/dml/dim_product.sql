-- The products, as Gold has them.
select product_id, name from gold.dim_product
