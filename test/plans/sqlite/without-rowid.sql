SELECT * FROM lines WHERE order_id = 9 AND position > 1;
