SELECT count(*) FROM numbers(200000) AS n JOIN items i ON i.id = n;
