SELECT id FROM orders WHERE note = ANY ('{}'::text[]);
