import { expect, it } from "vitest";
import { refuseOnReadOnly, refuseTransactionControl } from "../../../src/engines/postgresql/guard.ts";

it.each([
  "SET TRANSACTION READ WRITE", "set session characteristics as transaction read write", "SET LOCAL transaction_read_only = off", "set/**/session -- x\n default_transaction_read_only = off", "RESET ALL", "RESET transaction_read_only", "DISCARD ALL",
  "BEGIN", "COMMIT", "ROLLBACK TO x", "SAVEPOINT x", "RELEASE x", ";;END", "/* a /* b */ */ ABORT",
  "COPY t TO '/tmp/x'", "DO $$ BEGIN END $$", "LOAD 'x'", "ALTER SYSTEM SET x = 1", "NOTIFY a",
  "SELECT lo_export(1, '/x')", 'SELECT pg_catalog . "lo_import" (\'/x\')', "SELECT dblink_exec('', '')", "SELECT pg_terminate_backend(1)",
])("a read-only connection refuses %s by itself", (sql) => {
  expect(() => refuseOnReadOnly(sql)).toThrow(expect.objectContaining({ reason: "readOnly" }) as Error);
});

it.each(["SELECT 1", "SHOW transaction_read_only", "SELECT 'COMMIT; lo_export'", "-- COMMIT\nSELECT 1", "WITH a AS (SELECT 1) TABLE a", "EXPLAIN SELECT 1", "SET search_path = app", "RESET search_path"])("and lets %s through", (sql) => {
  expect(() => refuseOnReadOnly(sql)).not.toThrow();
});

it("knows what ends a transaction from what goes back inside it", () => {
  for (const sql of ["COMMIT", "END", "PREPARE TRANSACTION 'x'", "ROLLBACK", "ROLLBACK WORK", "START TRANSACTION"]) expect(() => refuseTransactionControl(sql), sql).toThrow(expect.objectContaining({ code: "25001" }) as Error);
  for (const sql of ["ROLLBACK TO x", "ROLLBACK WORK TO x", "ROLLBACK TRANSACTION TO SAVEPOINT x", "SAVEPOINT x", "PREPARE p AS SELECT 1", "SELECT 1; COMMIT"]) expect(() => refuseTransactionControl(sql), sql).not.toThrow();
});
