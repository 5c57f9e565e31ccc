SELECT count(*) FROM events WHERE at = (SELECT date '2025-02-11' + (count(*) > 0)::integer FROM parents);
