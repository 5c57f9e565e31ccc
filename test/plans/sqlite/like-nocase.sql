SELECT * FROM customers WHERE name LIKE 'Ann%';
