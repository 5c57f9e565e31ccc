SELECT coupon, count(*) FROM orders GROUP BY coupon;
