SELECT * FROM customers WHERE id NOT IN (SELECT referrer FROM customers WHERE referrer IS NOT NULL);
