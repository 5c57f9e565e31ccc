SELECT count(*) FROM customers WHERE id < 300 AND id NOT IN (SELECT customer_id FROM orders WHERE id < 60000);
