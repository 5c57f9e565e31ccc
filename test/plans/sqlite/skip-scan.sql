SELECT * FROM orders WHERE total = 17.5;
