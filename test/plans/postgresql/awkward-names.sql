SELECT "a (cost=1..2)"."Filter: x" FROM "Odd -> name" "a (cost=1..2)" WHERE "Filter: x" = 'it''s' || E'\n  ->  Seq Scan on t  (cost=0.00..1.00 rows=1 width=1)\n';
