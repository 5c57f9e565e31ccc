import { expect, it } from "vitest";
import { serverFirst } from "../../../src/engines/postgresql/searchPath.ts";

it.each([
  ['"$user", public', undefined],
  ["", undefined],
  ["pg_catalog, public", undefined],
  ["evil, pg_catalog", "evil"],
  ['evil, "pg_catalog", public', "evil, public"],
  ['"a, pg_catalog", PG_CATALOG,"b""c"', '"a, pg_catalog", "b""c"'],
  ['"PG_CATALOG", public', undefined],
])("%s becomes %s", (path, expected) => {
  expect(serverFirst(path)).toBe(expected);
});
