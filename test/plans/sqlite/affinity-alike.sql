SELECT i.note, c.name FROM imports i JOIN customers c ON c.external_id = CAST(i.customer_ref AS TEXT);
