SELECT c.name, (SELECT max(o.placed_at) FROM orders o WHERE o.customer_id = c.id) AS last FROM customers c;
