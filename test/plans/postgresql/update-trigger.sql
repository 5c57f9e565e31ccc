UPDATE children SET name = 'x' WHERE id <= 2000;
