SELECT count(note) FROM orders WHERE customer_id > (SELECT min(id) FROM customers);
