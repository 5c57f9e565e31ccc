import { describe, expect, test } from "vitest";
import { parseUrl } from "../../../src/engines/sqlite/url.ts";

describe("what a URL names", () => {
  test.each([
    ["sqlite:app.db", { file: "/project/app.db", foreignKeys: true, create: false }],
    ["sqlite:data/app.db?foreign_keys=off", { file: "/project/data/app.db", foreignKeys: false, create: false }],
    ["sqlite:../app.db?create=true", { file: "/app.db", foreignKeys: true, create: true }],
    ["sqlite:/var/app.db", { file: "/var/app.db", foreignKeys: true, create: false }],
    ["sqlite:///var/my%20app.db", { file: "/var/my app.db", foreignKeys: true, create: false }],
    ["sqlite://app.db", { file: "/project/app.db", foreignKeys: true, create: false }],
    ["SQLITE3:app.db?foreign_keys=1", { file: "/project/app.db", foreignKeys: true, create: false }],
    ["file:app.db", { file: "/project/app.db", foreignKeys: true, create: false }],
    ["sqlite:100%.db", { file: "/project/100%.db", foreignKeys: true, create: false }],
  ])("%s", (url, expected) => {
    expect(parseUrl(url, "/project")).toEqual(expected);
  });

  test.each(["sqlite::memory:", "sqlite:", "sqlite:a.db?mode=ro", "sqlite:a.db?foreign_keys=maybe", "postgres://x"])("%s is refused with advice", (url) => {
    expect(() => parseUrl(url, "/project")).toThrow(expect.objectContaining({ kind: "usage", reason: "badUrl", next: expect.stringMatching(/sqlite:|foreign_keys=on/) }));
  });
});
