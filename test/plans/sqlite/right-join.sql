SELECT c.name, i.note FROM imports i RIGHT JOIN customers c ON c.id = i.customer_ref;
