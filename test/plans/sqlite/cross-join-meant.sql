SELECT count(*) FROM products p CROSS JOIN imports i;
