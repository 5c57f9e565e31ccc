SELECT * FROM orders WHERE customer_id = 7 OR (customer_id = 8 AND placed_at > '2026-01-01') ORDER BY total;
