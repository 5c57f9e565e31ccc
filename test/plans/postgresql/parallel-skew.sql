SELECT count(*) FROM parents p CROSS JOIN LATERAL generate_series(1, 100000 + p.id * 0) WHERE p.id <= 3;
