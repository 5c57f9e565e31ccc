SELECT count(*) FROM events WHERE kind = 'kind3' AND at::text LIKE '2025-03%';
