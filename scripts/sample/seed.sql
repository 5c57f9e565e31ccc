WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
INSERT INTO customers (id, email, full_name, country)
SELECT i, 'customer' || i || '@example.com', 'Customer ' || i, CASE i % 4 WHEN 0 THEN 'DE' WHEN 1 THEN 'FR' WHEN 2 THEN 'IT' ELSE 'ES' END FROM n;

WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400)
INSERT INTO products (id, sku, title, price_cents)
SELECT i, printf('SKU-%05d', i), 'Product ' || i, 199 + (i * 7919) % 20000 FROM n;

WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
INSERT INTO orders (id, customer_id, status, note)
SELECT i, 1 + (i * 7919) % 5000, CASE i % 5 WHEN 0 THEN 'open' WHEN 1 THEN 'cancelled' WHEN 2 THEN 'paid' ELSE 'shipped' END,
  CASE WHEN i % 3 = 0 THEN 'Leave it with neighbour ' || (i % 50) || ', please' END FROM n;

WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)
INSERT INTO order_items (id, order_id, product_id, quantity, price_cents)
SELECT i, 1 + (i - 1) / 3, 1 + (i * 104729) % 400, 1 + i % 4, 199 + (i * 7919) % 20000 FROM n;
