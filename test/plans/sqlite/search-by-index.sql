SELECT * FROM orders WHERE customer_id = 7 AND placed_at > '2026-01-01';
