SELECT * FROM customers WHERE id = 4711;
