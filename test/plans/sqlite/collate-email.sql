SELECT * FROM customers WHERE email = 'C1@example.org' COLLATE NOCASE;
