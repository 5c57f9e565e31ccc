SELECT status, count(*), sum(amount) FROM orders GROUP BY status;
