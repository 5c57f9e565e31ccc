SELECT count(*) FROM orders o JOIN orders p ON o.note = p.note AND o.amount = p.amount;
