import { expect, it } from "vitest";
import { check } from "./check.ts";

const messages = (sql: string): string[] => check({ "a.sql": sql }, { engine: "sqlite", complete: true }).findings.filter((finding) => finding.rule !== "order/cycle").map(({ severity, message }) => `${severity}: ${message}`);

it("tells that renaming is refused while a view names what is gone", () => {
  expect(messages("CREATE TABLE a (x);\nCREATE VIEW v AS SELECT x FROM a;\nCREATE TABLE b (x);\nDROP TABLE a;\nALTER TABLE b RENAME TO a;")).toEqual(["error: ALTER TABLE … RENAME TO fails: view v names table a, which has that name only afterwards."]);
});

it("follows a rename inside views and triggers", () => {
  expect(messages("CREATE TABLE a (x);\nCREATE VIEW v AS SELECT x FROM a;\nALTER TABLE a RENAME TO b;\nALTER TABLE b RENAME COLUMN x TO y;\nALTER TABLE b RENAME TO c;\nSELECT * FROM v;")).toEqual([]);
});

it("tells that a column cannot go while a view reads it", () => {
  expect(messages("CREATE TABLE a (x, y);\nCREATE VIEW v AS SELECT y FROM a;\nALTER TABLE a DROP COLUMN y;")).toEqual(["error: ALTER TABLE … DROP COLUMN fails: view v names column a.y, which was dropped before by ALTER TABLE … DROP COLUMN in line 3."]);
});

it("tells that a trigger's table is made only after the rows that wake it", () => {
  const script = "CREATE TABLE a (x);\nCREATE TRIGGER t AFTER INSERT ON a BEGIN INSERT INTO log VALUES (NEW.x); END;\nINSERT INTO a VALUES (1);\nCREATE TABLE log (x);";
  expect(messages(script)).toEqual(["error: INSERT fails: trigger a.t names table log, which is created only later by CREATE TABLE in line 4."]);
  expect(messages(script.replace("INSERT INTO a VALUES (1);", "DELETE FROM a;"))).toEqual([]);
});

it("warns of rows that come before their foreign key's table, and says when that matters", () => {
  expect(messages("CREATE TABLE a (b_id REFERENCES b (id));\nINSERT INTO a VALUES (NULL);\nCREATE TABLE b (id INTEGER PRIMARY KEY);")).toEqual(["warning: INSERT fails where foreign keys are enforced: a foreign key of table a names table b, which is created only later by CREATE TABLE in line 3."]);
  expect(messages("CREATE TABLE a (b_id REFERENCES b (id));\nCREATE TABLE b (id INTEGER PRIMARY KEY);\nINSERT INTO a VALUES (NULL);")).toEqual([]);
});

it("wants the INSTEAD OF trigger before a view is written to", () => {
  expect(messages("CREATE TABLE a (x);\nCREATE VIEW v AS SELECT x FROM a;\nINSERT INTO v VALUES (1);\nCREATE TRIGGER t INSTEAD OF INSERT ON v BEGIN INSERT INTO a VALUES (NEW.x); END;")).toEqual(["error: INSERT writes to view v, whose INSTEAD OF trigger is created only later by CREATE TRIGGER in line 4."]);
});

it("knows a trigger by its name alone", () => {
  expect(messages("CREATE TABLE a (x);\nDROP TRIGGER t;\nCREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END;")).toEqual(["error: DROP TRIGGER names trigger t, which is created only later by CREATE TRIGGER in line 3."]);
  expect(messages("CREATE TABLE a (x);\nCREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END;\nDROP TABLE a;\nCREATE TABLE a (x);\nCREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END;")).toEqual([]);
});
