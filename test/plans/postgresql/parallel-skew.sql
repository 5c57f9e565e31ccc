SELECT id FROM orders WHERE id < 3000 AND (SELECT count(*) FROM generate_series(1, 200 + orders.id * 0)) > 0;
