SELECT id FROM orders WHERE amount * 1 > 0 AND status <> 'none';
