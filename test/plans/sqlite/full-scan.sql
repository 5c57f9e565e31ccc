SELECT * FROM orders WHERE coupon = 'SPRING' AND total > 100;
