UPDATE orders SET status = 'old' WHERE coupon IS NULL;
