SELECT sum(amount) FROM far_orders WHERE status = 'open';
