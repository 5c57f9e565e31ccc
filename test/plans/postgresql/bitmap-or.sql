SELECT count(note) FROM orders WHERE customer_id = 17 OR created_at < '2024-01-08 00:00+00';
