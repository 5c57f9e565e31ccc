INSERT INTO items SELECT 700000 + n, n, n, 1 FROM generate_series(1, 5000) AS n;
