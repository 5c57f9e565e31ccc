import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { completions } from "../../../src/agent/complete.ts";
import { formatLine, parseLine } from "../../../src/agent/line.ts";
import { UsageError } from "../../../src/core/errors.ts";

describe("parseLine", () => {
  it.each([
    ["*help", { command: "*help", args: [], flags: {} }],
    ["  dry-run   migrations/004.sql ", { command: "dry-run", args: ["migrations/004.sql"], flags: {} }],
    ["*load-csv orders data/o.csv", { command: "*load-csv", args: ["orders", "data/o.csv"], flags: {} }],
    ['*load-csv orders "my data/o.csv" --key id', { command: "*load-csv", args: ["orders", "my data/o.csv"], flags: { key: "id" } }],
    ["*apply-migration migrations --to 004 --out-of-order", { command: "*apply-migration", args: ["migrations"], flags: { to: "004", "out-of-order": true } }],
    ["*apply-migration --to=004 migrations", { command: "*apply-migration", args: ["migrations"], flags: { to: "004" } }],
    ["*dry-run C:\\work\\004.sql", { command: "*dry-run", args: ["C:\\work\\004.sql"], flags: {} }],
    ['*dry-run "a \\"b\\" \\\\ c"', { command: "*dry-run", args: ['a "b" \\ c'], flags: {} }],
    ["*run-sql select  'a  b' from \"T\" -- all", { command: "*run-sql", args: ["select  'a  b' from \"T\" -- all"], flags: {} }],
    ["*run-sql --explain select 1", { command: "*run-sql", args: ["select 1"], flags: { explain: true } }],
    ['*run-sql "select 1" --page 2', { command: "*run-sql", args: ["select 1"], flags: { page: "2" } }],
    ["*run-sql 'it' || 'x'", { command: "*run-sql", args: ["'it' || 'x'"], flags: {} }],
    ["*analyze-performance query select 1", { command: "*analyze-performance", args: ["query", "select 1"], flags: {} }],
  ])("%s", (line, expected) => {
    expect(parseLine(line)).toEqual(expected);
  });

  it.each([
    ["*dry-run 'migrations/004.sql", 9, "missing quote"],
    ["*apply-migration m --to", 19, "missing value"],
    ["*apply-migration m --to --resume", 19, "flag instead of value"],
    ["   ", 0, "nothing"],
  ])("%s says the column %i (%s)", (line, column) => {
    let error: unknown;
    try {
      parseLine(line);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(UsageError);
    expect((error as UsageError).details["column"]).toBe(column);
  });

  it("reads back what formatLine writes", () => {
    const word = fc.string({ minLength: 1, maxLength: 12 }).filter((text) => text.trim() !== "");
    fc.assert(
      fc.property(word, word, fc.option(word, { nil: undefined }), (table, file, key) => {
        const invocation = { command: "*load-csv", args: [table, file], flags: key === undefined ? {} : { key } };
        expect(parseLine(formatLine(invocation))).toEqual(invocation);
      }),
    );
  });

  it("reads back inline SQL", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }).filter((text) => text.trim() !== ""), fc.boolean(), (sql, explain) => {
        const invocation = { command: "*run-sql", args: [sql], flags: explain ? { explain: true as const } : {} };
        expect(parseLine(formatLine(invocation)).args).toEqual(invocation.args);
      }),
    );
  });
});

describe("completions", () => {
  const inserts = (line: string, cursor = line.length): readonly string[] => completions(line, cursor).items.map((item) => item.insert);

  it("offers built commands for the first word", () => {
    expect(inserts("*sn")).toEqual(["*snapshot"]);
    expect(inserts("dry")).toEqual(["*dry-run"]);
    expect(completions("*sn", 3)).toMatchObject({ start: 0, end: 3 });
    expect(inserts("*se")).toEqual(["*security-audit"]);
    expect(inserts("*load")).toEqual([]);
  });

  it("offers flags that are not given yet, and their choices", () => {
    expect(inserts("*apply-migration m --re")).toEqual(["--resume"]);
    expect(inserts("*apply-migration m --resume ")).toEqual(["finish", "undo", "leave"]);
    expect(inserts("*apply-migration m --resume finish --")).toEqual(["--to", "--out-of-order", "--without-proof"]);
  });

  it("says what the face should list", () => {
    expect(completions("*dry-run migrations/0", 21)).toMatchObject({ offers: "migration", prefix: "migrations/0", start: 9 });
    expect(completions("*rollback ", 10)).toMatchObject({ offers: "snapshotOrFile", prefix: "" });
    expect(completions('*dry-run "my mig', 16)).toMatchObject({ offers: "migration", prefix: "my mig", start: 9 });
  });

  it("completes a command's name after help", () => {
    expect(inserts("*help ver")).toEqual(["verify-order"]);
  });

  it("completes inside a line, not only at its end", () => {
    expect(completions("*dr migrations", 3)).toMatchObject({ start: 0, end: 3, items: [{ insert: "*dry-run" }] });
  });
});
