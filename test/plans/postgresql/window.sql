SELECT id, row_number() OVER (PARTITION BY customer_id ORDER BY created_at) FROM orders WHERE id < 60000;
