SELECT * FROM products WHERE title GLOB 'Tea*';
