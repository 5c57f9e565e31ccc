SELECT count(*) FROM parents p JOIN parents q ON q.id BETWEEN p.id - 1 AND p.id + 1 WHERE p.id < 400;
