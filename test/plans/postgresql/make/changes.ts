import type { PlannedCase } from "./plannedCase.ts";

const serial = "SET max_parallel_workers_per_gather = 0";
const both = { 15: ["txt", "json"], 18: ["txt", "json"] } as const;
const asReader = ["SET LOCAL app.person = 'person77'", "SET LOCAL ROLE {reader}"];

/** Writes, triggers, row level security, foreign tables, and the ways in which clients show a plan. */
export const changes: readonly PlannedCase[] = [
  { name: "insert", sql: "INSERT INTO items SELECT 700000 + n, n, n, 1 FROM generate_series(1, 5000) AS n", options: "ANALYZE, BUFFERS, WAL", forms: both },
  { name: "insert-conflict", sql: "INSERT INTO customers SELECT n, 'new' || n, 'country1', 'city1', 0, '{}' FROM generate_series(49000, 51000) AS n ON CONFLICT (id) DO UPDATE SET credit = excluded.credit WHERE customers.credit < 500", options: "ANALYZE, BUFFERS, WAL", forms: both },
  { name: "update-not-hot", sql: "UPDATE counters SET value = value + 1 WHERE id < 20000", settings: [serial], options: "ANALYZE, BUFFERS, WAL", forms: both },
  { name: "update-hot", sql: "UPDATE counters SET seen = seen + 1 WHERE id > 30000", settings: [serial], options: "ANALYZE, BUFFERS, WAL" },
  // On a server with full_page_writes, which those for tests mostly have off.
  { name: "update-page-images", sql: "UPDATE dirty SET value = value + 1 WHERE id % 20 = 0", before: ["CHECKPOINT"], settings: [serial], servers: ["15"], options: "ANALYZE, BUFFERS, WAL" },
  { name: "delete-cascade", sql: "DELETE FROM parents WHERE id <= 40", settings: [serial], forms: both },
  { name: "delete-returning-cte", sql: "WITH gone AS (DELETE FROM items WHERE id < 2000 RETURNING order_id) SELECT count(*) FROM gone", settings: [serial], forms: both },
  { name: "cte-insert-unread", sql: "WITH added AS (INSERT INTO items SELECT 800000 + n, n, n, 1 FROM generate_series(1, 4000) AS n RETURNING id) SELECT count(*) FROM parents", settings: [serial], forms: both },
  { name: "update-trigger", sql: "UPDATE children SET name = 'x' WHERE id <= 2000", settings: [serial], forms: both },
  { name: "merge", sql: "MERGE INTO counters c USING (SELECT n AS id FROM generate_series(49000, 51000) AS n) s ON s.id = c.id WHEN MATCHED THEN UPDATE SET seen = 1 WHEN NOT MATCHED THEN INSERT VALUES (s.id, 0, 0)", settings: [serial], forms: both },
  { name: "lock-rows", sql: "SELECT id FROM orders WHERE customer_id < 3000 FOR UPDATE", settings: [serial] },
  { name: "lock-one", sql: "SELECT id FROM parents WHERE id = 5 FOR UPDATE", settings: [serial] },
  { name: "partition-update", sql: "UPDATE events SET kind = 'other' WHERE at = '2025-04-05'", settings: [serial] },
  { name: "rls-function", sql: "SELECT count(*) FROM documents", settings: [serial, ...asReader], forms: both },
  { name: "rls-subplan", sql: "SELECT count(*) FROM files", settings: [serial, ...asReader, "SET LOCAL enable_hashagg = on"] },
  { name: "rls-plain", sql: "SELECT count(*) FROM pictures", settings: [serial, ...asReader] },
  { name: "foreign-filter", sql: "SELECT count(*) FROM far_orders WHERE md5(note || random()::text) > 'f'", options: "ANALYZE, VERBOSE" },
  { name: "foreign-pushed", sql: "SELECT sum(amount) FROM far_orders WHERE status = 'open'", options: "ANALYZE, VERBOSE", forms: both },
  { name: "foreign-join-local", sql: "SELECT count(*) FROM far_orders o JOIN far_customers c ON c.id = o.customer_id AND md5(c.email) > random()::text WHERE c.country = 'country2'", options: "ANALYZE, VERBOSE" },
  { name: "foreign-join-pushed", before: ["ALTER SERVER beside OPTIONS (ADD use_remote_estimate 'true')"], sql: "SELECT o.id FROM far_orders o JOIN far_customers c ON c.id = o.customer_id WHERE c.country = 'country2'", options: "ANALYZE, VERBOSE" },
  { name: "foreign-update", sql: "UPDATE far_orders SET note = 'x' WHERE id = 77", options: "ANALYZE, VERBOSE", forms: both },
  { name: "serialize", sql: "SELECT * FROM orders WHERE id < 100000", settings: [serial], options: "ANALYZE, SERIALIZE TEXT, MEMORY, BUFFERS, SETTINGS", servers: ["18"], forms: { 18: ["txt", "json"] } },
  { name: "reads-from-disk", sql: "SELECT count(note) FROM orders", settings: [serial, "SET track_io_timing = on"], options: "ANALYZE, BUFFERS" },
  { name: "temporary-table", sql: "SELECT count(*) FROM scratch WHERE id % 2 = 0", settings: [serial, "SET track_io_timing = on"], before: ["SET temp_buffers = '1MB'", "CREATE TEMPORARY TABLE scratch AS SELECT id, note FROM orders"], options: "ANALYZE, BUFFERS" },
  { name: "psql-frames", sql: "SELECT c.country, count(*) FROM customers c JOIN orders o ON o.customer_id = c.id WHERE o.amount > 900 AND o.status IN ('open', 'paid', 'sent') AND o.note <> 'a note that is long enough to pass the edge of every terminal that is 80 columns wide' GROUP BY c.country", settings: [serial], options: "ANALYZE, VERBOSE, BUFFERS, SETTINGS", forms: { 15: ["framed", "boxed", "unicode", "wrapped", "framedJson", "txt", "json"], 18: ["framed", "boxed", "wrapped", "framedJson"] } },
  { name: "awkward-names", sql: "SELECT \"a (cost=1..2)\".\"Filter: x\" FROM \"Odd -> name\" \"a (cost=1..2)\" WHERE \"Filter: x\" = 'it''s' || E'\\n  ->  Seq Scan on t  (cost=0.00..1.00 rows=1 width=1)\\n'", before: ["CREATE TABLE \"Odd -> name\" (\"Filter: x\" text)", "INSERT INTO \"Odd -> name\" VALUES ('a')"], forms: both },
];
