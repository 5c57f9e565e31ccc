WITH gone AS (DELETE FROM items WHERE id < 2000 RETURNING order_id) SELECT count(*) FROM gone;
