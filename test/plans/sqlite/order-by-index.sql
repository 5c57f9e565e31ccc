SELECT * FROM orders WHERE customer_id = 7 ORDER BY placed_at DESC LIMIT 20;
