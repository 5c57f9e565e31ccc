SELECT id, amount FROM orders WHERE status = 'done' ORDER BY amount;
