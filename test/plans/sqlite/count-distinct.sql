SELECT count(DISTINCT coupon) FROM orders;
