CREATE VIEW order_totals AS
SELECT orders.id AS order_id, orders.customer_id, sum(order_items.quantity * order_items.price_cents) AS total_cents
FROM orders
JOIN order_items ON order_items.order_id = orders.id
GROUP BY orders.id;
