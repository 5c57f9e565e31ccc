SELECT id FROM orders ORDER BY md5(note) LIMIT 10;
