SELECT count(*) FROM events WHERE kind = 'kind3' AND at BETWEEN '2025-03-01' AND '2025-03-31';
