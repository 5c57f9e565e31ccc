SELECT id, note FROM orders WHERE customer_id = ANY ('{}'::integer[]);
