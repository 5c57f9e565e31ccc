import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Reading, refuseOnReadOnly, refuseTransactionControl } from "../../../src/engines/mysql/guard.ts";
import { defaultMode } from "../../../src/engines/mysql/scan/sqlMode.ts";

const mysql: Reading = { flavour: "mysql", version: 90704, mode: defaultMode };
const mariadb: Reading = { ...mysql, flavour: "mariadb", version: 101119 };

describe("a read-only session", () => {
  test.each([
    "SELECT 1", "(SELECT 1) UNION (SELECT 2)", "WITH a AS (SELECT 1) SELECT * FROM a", "SHOW TABLES", "EXPLAIN DELETE FROM t", "DESC t", "TABLE t", "VALUES ROW(1)", "SELECT 1 INTO @a", "DO SLEEP(1)", "CHECKSUM TABLE t", "HELP 'select'",
    "SET @global = 1", "SET NAMES utf8mb4", "SET NAMES 'utf8' COLLATE 'utf8_bin'", "SET CHARACTER SET latin1", "SET @@character_set_client = utf8mb3", "SET character_set_results = sjis", "SET time_zone = '+00:00', @a = (SELECT 1)", "SET @autocommit = 'transaction_read_only'", "SELECT 'INTO OUTFILE ''x'''", "SELECT get_lock FROM t", "-- only a comment",
  ])("reads: %s", (sql) => {
    for (const reading of [mysql, mariadb]) expect(() => refuseOnReadOnly(sql, reading)).not.toThrow();
  });

  test.each([
    "INSERT INTO t VALUES (1)", "/*!40000 DROP TABLE t */", "/* x */ # y\n update t set a = 1", "CALL p()", "PREPARE p FROM 'x'", "EXECUTE p", "USE other", "HANDLER t OPEN", "LOCK TABLES t READ", "XA START 'x'", "BEGIN", "COMMIT", "KILL 5", "FLUSH TABLES",
    "SELECT 1 INTO OUTFILE 'x'", "SELECT 1 INTO/**/DUMPFILE 'x'", "SELECT 1 /*!50000 INTO OUTFILE 'x' */", "SELECT '\\' INTO OUTFILE ' -- '", "SELECT 1 /*!99999 ' */ INTO OUTFILE 'x' -- '", "SELECT GET_LOCK('a', 1)", "SELECT get_lock  ('a', 1)",
    "SET GLOBAL x = 1", "SET @@global.x = 1", "SET @a = 1, GLOBAL x = 1", "SET PERSIST x = 1", "SET @@persist_only.x = 1", "SET TRANSACTION READ WRITE", "SET SESSION TRANSACTION READ WRITE", "SET transaction_read_only = 0", "SET @@session.`transaction_read_only` = 0",
    "SET `autocommit` = 0", "/*!50000 /*!50000 DROP TABLE t */", "/*! /*! SET GLOBAL x = 1 */", "SELECT 1 FOR SHARE", "SELECT 1 LOCK IN SHARE MODE", "SET NAMES sjis", "SET NAMES 'gbk'", "SET CHARACTER SET big5", "SET CHARSET cp932", "SET @@session.character_set_client = gb18030", "SET @a = 1, character_set_client := DEFAULT", "SET character_set_client = @saved", "SELECT innodb_redo_log_archive_start('x')", "SET PASSWORD = 'x'", "SET DEFAULT ROLE ALL TO u", "ANALYZE TABLE t", "ANALYZE LOCAL TABLE t", "SHUTDOWN", "CREATE TEMPORARY TABLE t (a int)", "SELECT group_replication_switch_to_single_primary_mode()",
  ])("refuses: %s", (sql) => {
    for (const reading of [mysql, mariadb]) expect(() => refuseOnReadOnly(sql, reading)).toThrow(expect.objectContaining({ reason: "readOnly", next: expect.any(String) as string }) as Error);
  });

  test.each(["SET STATEMENT max_statement_time = 1 FOR DELETE FROM t", "SELECT NEXTVAL(s)", "SELECT NEXT VALUE FOR s", "/*M!100000 DROP TABLE t */", "BEGIN NOT ATOMIC DELETE FROM t; END"])("refuses on MariaDB: %s", (sql) => {
    expect(() => refuseOnReadOnly(sql, mariadb)).toThrow(expect.objectContaining({ reason: "readOnly" }) as Error);
  });

  test("reads quotes as the session's sql_mode does", () => {
    const sql = 'SELECT "a \\" INTO @x';
    expect(() => refuseOnReadOnly(sql, mysql)).not.toThrow();
    const escaping = "SELECT '\\', GET_LOCK('a', 1), '";
    expect(() => refuseOnReadOnly(escaping, { ...mysql, mode: { ...defaultMode, noBackslashEscapes: true } })).toThrow();
  });

  test("whatever stands before it, a write is refused", () => {
    const blanks = fc.array(fc.constantFrom(" ", "\n", "/* c */", "# c\n", "-- c\n", "/*!40000 */", "/*!*/"), { maxLength: 6 }).map((parts) => parts.join(""));
    fc.assert(fc.property(blanks, fc.constantFrom("DELETE FROM t", "drop table t", "/*!50000 Insert into t values (1) */"), (before, sql) => {
      expect(() => refuseOnReadOnly(before + sql, mysql)).toThrow();
    }));
  });
});

describe("a transaction that the session keeps", () => {
  test.each(["INSERT INTO t VALUES (1)", "SAVEPOINT a", "ROLLBACK TO a", "ROLLBACK WORK TO SAVEPOINT a", "RELEASE SAVEPOINT a", "CREATE TEMPORARY TABLE t (a int)", "DROP TEMPORARY TABLE t", "SET @a = 1", "CALL p()", "SELECT 'COMMIT'", "ANALYZE SELECT 1", "SET STATEMENT max_statement_time = 1 FOR SELECT 1"])("holds: %s", (sql) => {
    expect(() => refuseTransactionControl(sql, mariadb)).not.toThrow();
  });

  test.each([
    "COMMIT", "/*!40000 COMMIT */", "ROLLBACK", "ROLLBACK WORK", "BEGIN", "BEGIN NOT ATOMIC SELECT 1; END", "START TRANSACTION", "XA START 'x'", "SET autocommit = 1", "SET @@session.autocommit = 0", "LOCK TABLES t READ", "UNLOCK TABLES",
    "CREATE TABLE t (a int)", "CREATE OR REPLACE TABLE t (a int)", "ALTER TABLE t ADD a int", "DROP VIEW v", "TRUNCATE t", "RENAME TABLE a TO b", "GRANT ALL ON *.* TO u", "ANALYZE TABLE t", "CHECK TABLE t", "SET PASSWORD = 'x'", "LOAD INDEX INTO CACHE t",
    "SET STATEMENT max_statement_time = 1 FOR ALTER TABLE t ADD a int",
  ])("refuses: %s", (sql) => {
    expect(() => refuseTransactionControl(sql, mariadb)).toThrow(expect.objectContaining({ code: "25000", offset: expect.any(Number) as number }) as Error);
  });
});
