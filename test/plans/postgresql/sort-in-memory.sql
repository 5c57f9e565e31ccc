SELECT id, amount FROM orders WHERE status = 'open' ORDER BY amount;
