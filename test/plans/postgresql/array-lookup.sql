SELECT id, note FROM orders WHERE customer_id = ANY ('{5,6,7,8}'::integer[]);
