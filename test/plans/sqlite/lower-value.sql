SELECT * FROM customers WHERE email = lower('C1@example.org');
