SELECT sum(amount), avg(amount * 2), count(*) FILTER (WHERE status = 'done') FROM orders WHERE amount > 5;
