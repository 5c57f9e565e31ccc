SELECT count(*) FROM pictures;
