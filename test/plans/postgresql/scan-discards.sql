SELECT id FROM orders WHERE note LIKE '%note 5 %';
