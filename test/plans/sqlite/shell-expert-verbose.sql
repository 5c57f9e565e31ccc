SELECT * FROM orders o JOIN customers c ON c.id = o.customer_id WHERE o.coupon = 'SPRING' ORDER BY o.total;
