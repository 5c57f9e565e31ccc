SELECT count(*) FROM orders TABLESAMPLE system (10) REPEATABLE (1);
