SELECT id FROM words WHERE word LIKE '%a1%';
