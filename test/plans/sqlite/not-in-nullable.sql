SELECT * FROM customers WHERE id NOT IN (SELECT referrer FROM customers);
