-- filter-unindexed
SELECT id, amount FROM purchase WHERE amount > 899.1;
-- scan-all-kept
SELECT id, amount FROM purchase WHERE amount >= 0;
-- primary-key
SELECT * FROM purchase WHERE id = 4711;
-- covering
SELECT COUNT(*) FROM purchase WHERE status = 'disputed';
-- index-then-filter
SELECT id, amount FROM purchase WHERE status = 'open' AND amount > 890;
-- index-then-filter-kept
SELECT id, amount FROM purchase WHERE status = 'disputed' AND amount > 1;
-- full-index-scan
SELECT status, COUNT(*) FROM purchase GROUP BY status;
-- sort-all
SELECT id, customer_id, amount FROM purchase ORDER BY amount DESC, id;
-- sort-few
SELECT id, amount FROM purchase WHERE customer_id = 42 ORDER BY amount DESC;
-- top-ten
SELECT id, customer_id, amount FROM purchase ORDER BY amount DESC LIMIT 10;
-- top-ten-by-index
SELECT id, placed_at FROM purchase ORDER BY placed_at DESC LIMIT 10;
-- wrong-order-index
SELECT id, amount, placed_at FROM purchase WHERE status = 'disputed' AND amount > 899 ORDER BY placed_at DESC LIMIT 20;
-- group-temporary
SELECT customer_id % 7000 AS bucket, channel, SUM(amount) AS total FROM purchase GROUP BY bucket, channel ORDER BY total DESC LIMIT 5;
-- group-large
SELECT CONCAT(page, '-', customer_id) AS place, COUNT(*) AS n FROM visit GROUP BY place ORDER BY n DESC LIMIT 5;
-- distinct-large
SELECT COUNT(DISTINCT page, customer_id) FROM visit;
-- distinct-rows
SELECT DISTINCT customer_id, page FROM visit;
-- join-by-index
SELECT c.email, p.amount FROM customer c JOIN purchase p ON p.customer_id = c.id WHERE c.country = 'AT' AND c.status = 'closed';
-- join-buffer
SELECT c.email, v.page FROM customer c JOIN visit v ON v.customer_id = c.id + 0 WHERE c.tier = 1 AND v.seconds > 230;
-- join-buffer-inequality
SELECT COUNT(*) FROM visit v JOIN product p ON v.seconds * 2 > p.price + 470 WHERE v.id < 4000;
-- cartesian
SELECT COUNT(*) FROM product a, product b WHERE a.price > 250 AND b.category < 38;
-- many-loops
SELECT SUM(i.quantity) FROM purchase p JOIN item i ON i.purchase_id = p.id WHERE p.channel < 3;
-- many-loops-filtered
SELECT p.id, i.product_id FROM purchase p JOIN item i ON i.purchase_id = p.id WHERE p.placed_at < '2022-06-01' AND i.quantity = 4 AND i.product_id = 77;
-- index-merge-union
SELECT id, amount FROM purchase WHERE customer_id = 12 OR status = 'disputed';
-- index-merge-intersect
SELECT id FROM customer WHERE status = 'closed' AND tier = 3;
-- or-columns
SELECT id, amount FROM purchase WHERE status = 'disputed' OR amount > 899.1;
-- implicit-cast
SELECT id, email FROM customer WHERE phone = 15838;
-- implicit-cast-not
SELECT id, email FROM customer WHERE phone = '0000015838';
-- function-on-column
SELECT id, amount FROM purchase WHERE DATE(placed_at) = '2022-03-01';
-- range-on-column
SELECT id, amount FROM purchase WHERE placed_at >= '2022-03-01' AND placed_at < '2022-03-02';
-- leading-wildcard
SELECT id FROM customer WHERE email LIKE '%777@example.test';
-- prefix-like
SELECT id FROM customer WHERE email LIKE 'c777%';
-- collation
SELECT COUNT(*) FROM customer c JOIN legacy_contact l ON l.email = c.email WHERE c.tier = 2;
-- key-prefix
SELECT id, email FROM customer WHERE country = 'US' AND note = 'note note note ';
-- key-both-parts
SELECT id, email FROM customer WHERE country = 'US' AND status = 'closed';
-- index-condition
SELECT id, email FROM customer WHERE country > 'DE' AND country < 'US' AND status = 'closed';
-- large-offset
SELECT id, amount FROM purchase ORDER BY id LIMIT 10 OFFSET 100000;
-- small-offset
SELECT id, amount FROM purchase ORDER BY id LIMIT 10 OFFSET 20;
-- dependent-subquery
SELECT c.id, (SELECT SUM(p.amount) FROM purchase p WHERE p.customer_id = c.id AND p.channel = 2) AS total FROM customer c WHERE c.country = 'FR';
-- dependent-subquery-unindexed
SELECT c.id, (SELECT MAX(v.seconds) FROM visit v WHERE v.customer_id = c.id) AS longest FROM customer c WHERE c.id BETWEEN 10 AND 60;
-- materialized-subquery
SELECT COUNT(*) FROM customer c WHERE c.id NOT IN (SELECT v.customer_id FROM visit v WHERE v.seconds > 100);
-- semijoin
SELECT c.id FROM customer c WHERE c.id IN (SELECT v.customer_id FROM visit v WHERE v.page = '/page/77');
-- exists-index
SELECT c.id FROM customer c WHERE c.country = 'CH' AND EXISTS (SELECT 1 FROM purchase p WHERE p.customer_id = c.id AND p.amount > 899);
-- derived-grouped
SELECT c.email, t.total FROM customer c JOIN (SELECT customer_id, SUM(amount) AS total FROM purchase GROUP BY customer_id) t ON t.customer_id = c.id WHERE c.status = 'closed';
-- derived-scanned
SELECT t.page, t.n FROM (SELECT page, COUNT(*) AS n FROM visit GROUP BY page) t JOIN (SELECT page, MAX(seconds) AS m FROM visit GROUP BY page) u ON t.n + 0 > u.m + 190;
-- common-table
WITH spent AS (SELECT customer_id, SUM(amount) AS total FROM purchase GROUP BY customer_id) SELECT a.customer_id FROM spent a JOIN spent b ON a.total = b.total AND a.customer_id < b.customer_id;
-- recursive
WITH RECURSIVE months AS (SELECT 1 AS m UNION ALL SELECT m + 1 FROM months WHERE m < 12) SELECT m, (SELECT COUNT(*) FROM purchase p WHERE p.placed_at >= '2021-01-01' + INTERVAL m MONTH AND p.placed_at < '2021-02-01' + INTERVAL m MONTH) AS n FROM months;
-- union-distinct
SELECT customer_id FROM purchase WHERE status = 'disputed' UNION SELECT customer_id FROM visit WHERE seconds > 200;
-- union-all
SELECT id FROM purchase WHERE customer_id = 7 UNION ALL SELECT id FROM visit WHERE id = 7;
-- window
SELECT id, customer_id, ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY placed_at DESC) AS rank_of FROM purchase WHERE status = 'open';
-- impossible
SELECT id FROM purchase WHERE status = 'open' AND 1 = 0;
-- no-such-row
SELECT id FROM purchase WHERE id = -5;
-- min-optimized
SELECT MIN(placed_at), MAX(placed_at) FROM purchase;
-- stale-estimate
SELECT p.id FROM purchase p JOIN visit v ON v.id = p.id WHERE p.status = 'done' AND v.page = '/page/10' AND v.seconds < 3;
-- left-join-null
SELECT c.id FROM customer c LEFT JOIN purchase p ON p.customer_id = c.id WHERE p.id IS NULL;
-- rollup
SELECT status, channel, COUNT(*) FROM purchase GROUP BY status, channel WITH ROLLUP;
-- in-list
SELECT id, amount FROM purchase WHERE id IN (1, 5, 9, 4000, 90000);
-- not-equal
SELECT id FROM customer WHERE status <> 'active';
-- range-wide
SELECT id, customer_id, amount FROM purchase WHERE placed_at > '2021-02-01' AND amount < 1;
-- rowid-filter
SELECT id, amount FROM purchase WHERE placed_at BETWEEN '2022-01-01' AND '2022-01-20' AND status = 'disputed';
-- never-executed
SELECT c.email, p.amount FROM customer c JOIN purchase p ON p.customer_id = c.id WHERE c.email = 'nobody@example.test';
-- random-order
SELECT id FROM purchase ORDER BY RAND() LIMIT 3;
-- five-tables
SELECT c.country, SUM(i.quantity * r.price) AS value FROM customer c JOIN purchase p ON p.customer_id = c.id JOIN item i ON i.purchase_id = p.id JOIN product r ON r.id = i.product_id WHERE c.tier = 3 AND r.category = 5 GROUP BY c.country;
-- update-scan
UPDATE purchase SET channel = 9 WHERE amount = 5.25;
-- delete-by-index
DELETE FROM item WHERE purchase_id = 77;
-- insert-select
INSERT INTO digit SELECT DISTINCT 100 + seconds FROM visit WHERE page = '/page/5' LIMIT 5;
-- index-condition-behind-range
SELECT id, email FROM customer FORCE INDEX (by_country_status) WHERE country > 'AT' AND status = 'closed';
-- key-prefix-function
SELECT id, email FROM customer WHERE country = 'US' AND UPPER(status) = 'PAUSED';
-- collation-inner
SELECT COUNT(*) FROM customer c STRAIGHT_JOIN legacy_contact l ON l.email = c.email WHERE c.tier = 2;
-- hash-for-few
SELECT c.email, v.page FROM customer c STRAIGHT_JOIN visit v ON v.customer_id = c.id WHERE c.id IN (5, 9, 4000);
-- union-disjoint
SELECT id FROM purchase WHERE status = 'disputed' UNION SELECT id + 1000000 FROM visit WHERE seconds > 200;
-- prefix-of-status
SELECT id, amount FROM purchase WHERE status LIKE 'disp%' AND channel = 3 AND amount > 850;
-- many-lookups-uncovered
SELECT SUM(amount) FROM purchase FORCE INDEX (by_status) WHERE status = 'open';
-- update-by-index
UPDATE purchase SET channel = 9 WHERE id BETWEEN 100 AND 140;
-- delete-scan
DELETE FROM visit WHERE seconds = 17;
-- or-indexed
SELECT id, amount FROM purchase WHERE customer_id = 12 OR customer_id = 400;
-- skewed-join
SELECT p.id, c.email FROM purchase p JOIN customer c ON c.id = p.customer_id WHERE p.amount > 898 AND p.amount < 898.5;
-- join-sorted
SELECT c.email, p.amount FROM customer c JOIN purchase p ON p.customer_id = c.id WHERE c.tier < 3 ORDER BY p.amount, c.email;
-- derived-by-key-all
SELECT c.id, t.total FROM customer c JOIN (SELECT customer_id, SUM(amount) AS total FROM purchase GROUP BY customer_id) t ON t.customer_id = c.id;
-- offset-maria
SELECT id, note FROM customer ORDER BY id LIMIT 15000, 10;
-- not-in-nullable
SELECT id FROM customer WHERE id NOT IN (SELECT customer_id FROM purchase WHERE amount > 10) AND tier = 2;
-- cold-lookups
SELECT SUM(LENGTH(body)) FROM archive FORCE INDEX (by_place) WHERE place < 4000;
-- distinct-needed
SELECT DISTINCT page FROM visit;
-- group-by-index
SELECT customer_id, COUNT(*) FROM purchase GROUP BY customer_id ORDER BY customer_id LIMIT 5;
