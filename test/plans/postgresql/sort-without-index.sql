SELECT id, amount FROM orders ORDER BY customer_id, amount LIMIT 100;
