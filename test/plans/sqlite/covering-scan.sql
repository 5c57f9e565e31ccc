SELECT count(*) FROM orders WHERE placed_at = '2026-01-01';
