SELECT customer_id FROM orders WHERE id < 90000 EXCEPT SELECT id FROM customers WHERE country = 'country1';
