SELECT count(*) FROM numbers(1200) AS n JOIN items i ON i.product = n;
