SELECT p.sku, (SELECT count(*) FROM lines l WHERE l.product_id = p.id) AS sold FROM products p;
