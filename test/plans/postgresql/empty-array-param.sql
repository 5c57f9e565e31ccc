SELECT o.id FROM customers c JOIN orders o ON o.customer_id = ANY (c.tags[3:2]) WHERE c.id < 500;
