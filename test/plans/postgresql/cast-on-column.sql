SELECT id FROM orders WHERE created_at::date = date '2024-03-01';
