SELECT c.email FROM customers c JOIN orders o ON o.customer_id = c.id WHERE o.status = 'open' AND c.country = 'country1';
