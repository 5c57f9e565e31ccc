SELECT * FROM orders WHERE amount > 1 ORDER BY created_at LIMIT 2000;
