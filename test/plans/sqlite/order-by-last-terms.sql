SELECT * FROM orders ORDER BY customer_id, placed_at, total LIMIT 20;
