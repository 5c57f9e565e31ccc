SELECT count(*) FROM orders WHERE status = 'open';
