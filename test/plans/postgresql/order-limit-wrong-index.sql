SELECT * FROM orders WHERE customer_id > 49990 ORDER BY created_at LIMIT 20;
