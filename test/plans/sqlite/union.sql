SELECT coupon FROM orders UNION SELECT note FROM imports;
