SELECT count(*) FROM imports i JOIN products p ON lower(p.sku) = lower(i.note);
