ALTER TABLE customers ADD COLUMN loyalty_points INTEGER NOT NULL DEFAULT 0;

UPDATE customers
SET loyalty_points = (SELECT count(*) FROM orders WHERE orders.customer_id = customers.id)
WHERE id IN (SELECT customer_id FROM orders);
