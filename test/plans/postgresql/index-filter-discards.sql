SELECT id FROM orders WHERE customer_id BETWEEN 1 AND 4000 AND note LIKE 'note 13 %';
