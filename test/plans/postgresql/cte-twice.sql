WITH totals AS (SELECT customer_id, sum(amount) AS total FROM orders GROUP BY customer_id) SELECT count(*) FROM totals a JOIN totals b ON a.total = b.total AND a.customer_id < b.customer_id;
