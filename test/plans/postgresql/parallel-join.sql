SELECT count(*) FROM items i JOIN orders o ON o.id = i.order_id WHERE o.status = 'done';
