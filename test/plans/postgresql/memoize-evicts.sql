SELECT count(c.email) FROM orders o JOIN customers c ON c.id = o.customer_id WHERE o.id < 60000;
