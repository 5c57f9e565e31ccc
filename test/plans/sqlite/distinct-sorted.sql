SELECT DISTINCT category FROM products;
