SELECT title FROM articles WHERE articles MATCH 'tea' ORDER BY rank;
