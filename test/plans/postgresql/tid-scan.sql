SELECT id FROM orders WHERE ctid = '(0,1)';
