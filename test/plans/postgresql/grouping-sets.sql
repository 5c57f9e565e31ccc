SELECT status, customer_id % 10, sum(amount) FROM orders GROUP BY GROUPING SETS ((status), (customer_id % 10), ());
