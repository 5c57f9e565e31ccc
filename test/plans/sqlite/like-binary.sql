SELECT * FROM products WHERE title LIKE 'Tea%';
