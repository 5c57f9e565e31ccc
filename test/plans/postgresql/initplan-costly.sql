SELECT id FROM orders WHERE amount > (SELECT avg(amount) * 1.99 FROM orders);
