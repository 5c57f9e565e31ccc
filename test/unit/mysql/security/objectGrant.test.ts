import { expect, it } from "vitest";
import { grantsOnObject } from "../../../../src/engines/mysql/shadow/objectGrant.ts";

it.each<[string, boolean]>([
  ["REVOKE SELECT, DELETE ON TABLE `notes` FROM 'reader'@'%'", true],
  ["GRANT SELECT (id), UPDATE (a, b) ON notes TO 'reader'@'%' WITH GRANT OPTION", true],
  ["GRANT EXECUTE ON PROCEDURE p TO r", true],
  ["GRANT SELECT ON *.* TO r", false],
  ["GRANT SELECT ON * TO r", false],
  ["GRANT SELECT ON shop.* TO r", false],
  ["GRANT SELECT ON other.t TO r", false],
  ["GRANT r TO q", false],
  ["REVOKE ALL PRIVILEGES, GRANT OPTION FROM r", false],
  ["GRANT PROXY ON a TO b", false],
  ["GRANT SELECT ON t TO r IDENTIFIED BY 'x'", false],
  ["GRANT SELECT ON t TO r WITH MAX_QUERIES_PER_HOUR 5", false],
  ["DROP USER r", false],
])("knows grants that go with a scratch database: %s", (sql, expected) => {
  expect(grantsOnObject(sql, "mariadb")).toBe(expected);
});
