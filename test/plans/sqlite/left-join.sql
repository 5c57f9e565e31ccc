SELECT c.name, x.spent FROM customers c LEFT JOIN (SELECT customer_id, sum(total) AS spent FROM orders GROUP BY customer_id) x ON x.customer_id = c.id;
