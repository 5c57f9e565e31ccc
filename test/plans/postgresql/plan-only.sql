SELECT * FROM orders WHERE note LIKE '%note 5 %' ORDER BY amount;
