SELECT id, note FROM orders ORDER BY note, id;
