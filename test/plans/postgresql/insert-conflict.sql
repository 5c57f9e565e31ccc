INSERT INTO customers SELECT n, 'new' || n, 'country1', 'city1', 0, '{}' FROM generate_series(49000, 51000) AS n ON CONFLICT (id) DO UPDATE SET credit = excluded.credit WHERE customers.credit < 500;
