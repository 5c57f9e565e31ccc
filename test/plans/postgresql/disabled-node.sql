SELECT count(*) FROM words WHERE id % 3 = 0;
