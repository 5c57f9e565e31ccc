SELECT * FROM orders WHERE customer_id IN (7, 8, 9);
