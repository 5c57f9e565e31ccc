SELECT customer_id, amount FROM orders ORDER BY customer_id, amount;
