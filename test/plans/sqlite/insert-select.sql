INSERT INTO imports SELECT customer_id, coupon FROM orders WHERE status = 'paid';
