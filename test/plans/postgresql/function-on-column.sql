SELECT id FROM customers WHERE lower(email) = 'person4711@example.org';
