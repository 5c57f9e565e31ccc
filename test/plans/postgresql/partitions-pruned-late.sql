SELECT count(payload) FROM events WHERE at >= (SELECT date '2025-05-01' + (count(*) > 0)::integer FROM parents);
