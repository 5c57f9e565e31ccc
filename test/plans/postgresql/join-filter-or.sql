SELECT count(*) FROM customers c JOIN orders o ON (o.customer_id = c.id OR o.note = c.email) WHERE c.id < 60 AND o.id < 40000;
