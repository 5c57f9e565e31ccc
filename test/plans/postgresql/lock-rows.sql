SELECT id FROM orders WHERE customer_id < 3000 FOR UPDATE;
