SELECT sum(amount) FROM orders WHERE customer_id BETWEEN 1 AND 4000;
