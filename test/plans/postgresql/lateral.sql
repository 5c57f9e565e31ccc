SELECT c.id, recent.amount FROM customers c CROSS JOIN LATERAL (SELECT amount FROM orders o WHERE o.customer_id = c.id ORDER BY created_at DESC LIMIT 2) recent WHERE c.id < 1500;
