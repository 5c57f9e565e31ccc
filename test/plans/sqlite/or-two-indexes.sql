SELECT * FROM customers WHERE email = 'c1@example.org' OR external_id = '17';
