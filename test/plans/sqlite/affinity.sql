SELECT i.note, c.name FROM imports i JOIN customers c ON c.external_id = i.customer_ref;
