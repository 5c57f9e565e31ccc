SELECT coupon FROM orders UNION ALL SELECT note FROM imports;
