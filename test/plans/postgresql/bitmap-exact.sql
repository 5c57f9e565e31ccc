SELECT count(note) FROM orders WHERE customer_id BETWEEN 1 AND 12000;
