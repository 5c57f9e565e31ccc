SELECT * FROM products WHERE title LIKE '%tea%';
