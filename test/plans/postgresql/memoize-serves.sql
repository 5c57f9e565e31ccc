SELECT count(c.email) FROM (SELECT customer_id % 50 + 1 AS wanted FROM orders WHERE id < 60000 OFFSET 0) o JOIN customers c ON c.id = o.wanted;
