SELECT id FROM words WHERE word LIKE '%abc%def%';
