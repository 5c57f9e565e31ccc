SELECT count(i.quantity) FROM orders o JOIN items i ON i.order_id = o.id WHERE o.amount < 20;
