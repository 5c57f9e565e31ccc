SELECT count(c.email) FROM items i JOIN orders o ON o.id = i.order_id JOIN customers c ON c.id = o.customer_id;
