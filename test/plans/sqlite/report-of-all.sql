SELECT status, total FROM orders;
