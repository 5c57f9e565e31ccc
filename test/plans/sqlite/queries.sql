-- full-scan
SELECT * FROM orders WHERE coupon = 'SPRING' AND total > 100;
-- full-scan-small
SELECT * FROM settings WHERE value = 'on';
-- search-by-index
SELECT * FROM orders WHERE customer_id = 7 AND placed_at > '2026-01-01';
-- rowid
SELECT * FROM orders WHERE id = 7;
-- without-rowid
SELECT * FROM lines WHERE order_id = 9 AND position > 1;
-- report-of-all
SELECT status, total FROM orders;
-- join
SELECT c.name, o.total FROM customers c JOIN orders o ON o.customer_id = c.id WHERE c.email = 'c9@example.org';
-- automatic-index
SELECT i.note, l.quantity FROM imports i JOIN lines l ON l.product_id = i.customer_ref;
-- order-by-sorted
SELECT * FROM orders WHERE status = 'paid' ORDER BY placed_at LIMIT 20;
-- order-by-index
SELECT * FROM orders WHERE customer_id = 7 ORDER BY placed_at DESC LIMIT 20;
-- order-by-last-terms
SELECT * FROM orders ORDER BY customer_id, placed_at, total LIMIT 20;
-- group-by-sorted
SELECT coupon, count(*) FROM orders GROUP BY coupon;
-- group-by-index
SELECT customer_id, count(*) FROM orders GROUP BY customer_id;
-- distinct-sorted
SELECT DISTINCT category FROM products;
-- distinct-index
SELECT DISTINCT customer_id FROM orders;
-- count-distinct
SELECT count(DISTINCT coupon) FROM orders;
-- correlated-scan
SELECT p.sku, (SELECT count(*) FROM lines l WHERE l.product_id = p.id) AS sold FROM products p;
-- correlated-search
SELECT c.name, (SELECT max(o.placed_at) FROM orders o WHERE o.customer_id = c.id) AS last FROM customers c;
-- exists
SELECT c.name FROM customers c WHERE EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id AND o.status = 'open');
-- or-same-index
SELECT * FROM orders WHERE customer_id = 7 OR (customer_id = 8 AND placed_at > '2026-01-01') ORDER BY total;
-- or-two-indexes
SELECT * FROM customers WHERE email = 'c1@example.org' OR external_id = '17';
-- in-list
SELECT * FROM orders WHERE customer_id IN (7, 8, 9);
-- in-subquery
SELECT * FROM orders WHERE customer_id IN (SELECT id FROM customers WHERE country = 'NL');
-- not-in-nullable
SELECT * FROM customers WHERE id NOT IN (SELECT referrer FROM customers);
-- not-in-guarded
SELECT * FROM customers WHERE id NOT IN (SELECT referrer FROM customers WHERE referrer IS NOT NULL);
-- union
SELECT coupon FROM orders UNION SELECT note FROM imports;
-- union-all
SELECT coupon FROM orders UNION ALL SELECT note FROM imports;
-- except
SELECT id FROM customers EXCEPT SELECT customer_id FROM orders;
-- merge-compound
SELECT id FROM customers UNION SELECT customer_id FROM orders ORDER BY 1;
-- recursive
WITH RECURSIVE chain (id, depth) AS (SELECT 1, 0 UNION ALL SELECT c.id, depth + 1 FROM chain JOIN customers c ON c.referrer = chain.id WHERE depth < 3) SELECT * FROM chain;
-- materialized
WITH big AS MATERIALIZED (SELECT customer_id, sum(total) AS spent FROM orders GROUP BY customer_id) SELECT c.name, a.spent FROM customers c JOIN big a ON a.customer_id = c.id JOIN big b ON b.customer_id = c.referrer;
-- left-join
SELECT c.name, x.spent FROM customers c LEFT JOIN (SELECT customer_id, sum(total) AS spent FROM orders GROUP BY customer_id) x ON x.customer_id = c.id;
-- right-join
SELECT c.name, i.note FROM imports i RIGHT JOIN customers c ON c.id = i.customer_ref;
-- lower-email
SELECT * FROM customers WHERE lower(email) = 'c1@example.org';
-- collate-email
SELECT * FROM customers WHERE email = 'C1@example.org' COLLATE NOCASE;
-- lower-value
SELECT * FROM customers WHERE email = lower('C1@example.org');
-- affinity
SELECT i.note, c.name FROM imports i JOIN customers c ON c.external_id = i.customer_ref;
-- affinity-alike
SELECT i.note, c.name FROM imports i JOIN customers c ON c.external_id = CAST(i.customer_ref AS TEXT);
-- like-binary
SELECT * FROM products WHERE title LIKE 'Tea%';
-- like-nocase
SELECT * FROM customers WHERE name LIKE 'Ann%';
-- like-open
SELECT * FROM products WHERE title LIKE '%tea%';
-- glob
SELECT * FROM products WHERE title GLOB 'Tea*';
-- offset-large
SELECT * FROM orders ORDER BY id LIMIT 20 OFFSET 15000;
-- offset-small
SELECT * FROM orders ORDER BY id LIMIT 20 OFFSET 40;
-- cross-join
SELECT count(*) FROM products p, imports i WHERE p.price > 10;
-- cross-join-meant
SELECT count(*) FROM products p CROSS JOIN imports i;
-- inner-scan
SELECT count(*) FROM imports i JOIN products p ON lower(p.sku) = lower(i.note);
-- covering-scan
SELECT count(*) FROM orders WHERE placed_at = '2026-01-01';
-- covering-search
SELECT count(*) FROM orders WHERE customer_id = 3;
-- skip-scan
SELECT * FROM orders WHERE total = 17.5;
-- fts
SELECT title FROM articles WHERE articles MATCH 'tea' ORDER BY rank;
-- json-each
SELECT value FROM json_each('[1,2,3]');
-- constant
SELECT 1;
-- values
VALUES (1), (2);
-- window
SELECT id, row_number() OVER (PARTITION BY customer_id ORDER BY total) FROM orders;
-- update
UPDATE orders SET status = 'old' WHERE coupon IS NULL;
-- delete
DELETE FROM orders WHERE customer_id IN (SELECT id FROM customers WHERE country = 'XX');
-- insert-select
INSERT INTO imports SELECT customer_id, coupon FROM orders WHERE status = 'paid';
