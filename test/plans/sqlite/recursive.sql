WITH RECURSIVE chain (id, depth) AS (SELECT 1, 0 UNION ALL SELECT c.id, depth + 1 FROM chain JOIN customers c ON c.referrer = chain.id WHERE depth < 3) SELECT * FROM chain;
