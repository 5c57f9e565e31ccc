SELECT * FROM (SELECT id, row_number() OVER (ORDER BY created_at) AS place FROM orders) ranked WHERE place <= 50;
