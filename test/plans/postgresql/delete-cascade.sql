DELETE FROM parents WHERE id <= 40;
