SELECT * FROM customers WHERE lower(email) = 'c1@example.org';
