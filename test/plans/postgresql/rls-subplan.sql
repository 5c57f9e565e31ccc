SELECT count(*) FROM files;
