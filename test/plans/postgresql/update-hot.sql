UPDATE counters SET seen = seen + 1 WHERE id > 30000;
