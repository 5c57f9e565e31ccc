UPDATE far_orders SET note = 'x' WHERE id = 77;
