SELECT count(*) FROM far_orders WHERE md5(note || random()::text) > 'f';
