SELECT count(*) FROM orders o JOIN items i ON i.order_id = o.id WHERE o.note = 'nothing' AND o.amount >= 0;
