SELECT count(*) FROM orders WHERE status = 'open' AND customer_id BETWEEN 1 AND 6000 AND note IS NOT NULL;
