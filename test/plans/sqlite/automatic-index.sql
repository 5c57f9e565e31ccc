SELECT i.note, l.quantity FROM imports i JOIN lines l ON l.product_id = i.customer_ref;
