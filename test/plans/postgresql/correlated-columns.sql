SELECT o.id FROM customers c JOIN orders o ON o.customer_id = c.id WHERE c.country = 'country7' AND c.city = 'city7' AND c.credit % 20 = 7;
