SELECT customer_id, amount, count(*) FROM orders GROUP BY customer_id, amount;
