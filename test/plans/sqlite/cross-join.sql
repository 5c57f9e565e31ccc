SELECT count(*) FROM products p, imports i WHERE p.price > 10;
