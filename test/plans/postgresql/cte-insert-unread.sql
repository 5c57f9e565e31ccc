WITH added AS (INSERT INTO items SELECT 800000 + n, n, n, 1 FROM generate_series(1, 4000) AS n RETURNING id) SELECT count(*) FROM parents;
