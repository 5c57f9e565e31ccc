SELECT count(note) FROM orders;
