SELECT note, amount, count(*) FROM orders GROUP BY note, amount;
