SELECT count(*) FROM far_orders o JOIN far_customers c ON c.id = o.customer_id AND md5(c.email) > random()::text WHERE c.country = 'country2';
