SELECT customer_id FROM orders WHERE customer_id < 30000;
