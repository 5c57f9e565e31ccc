SELECT o.id FROM far_orders o JOIN far_customers c ON c.id = o.customer_id WHERE c.country = 'country2';
