SELECT * FROM orders WHERE status = 'paid' ORDER BY placed_at LIMIT 20;
