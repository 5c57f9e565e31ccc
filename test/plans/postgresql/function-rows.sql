SELECT count(*) FROM generate_series(1, 200000) AS n JOIN items i ON i.id = n;
