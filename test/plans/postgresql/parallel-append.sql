SELECT count(*) FROM events WHERE kind = 'kind3';
