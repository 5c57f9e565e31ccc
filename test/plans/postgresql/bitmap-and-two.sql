SELECT count(note) FROM orders WHERE amount < 40 AND created_at < '2024-02-01 00:00+00';
