SELECT count(*) FROM events WHERE payload @> '{"user": 17}';
