SELECT sum(amount) FROM orders WHERE amount > 5;
