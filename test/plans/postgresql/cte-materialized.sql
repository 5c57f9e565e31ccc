WITH every AS MATERIALIZED (SELECT * FROM orders) SELECT id FROM every WHERE customer_id = 99;
