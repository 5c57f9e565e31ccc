import { beforeAll, expect, test } from "vitest";
import type { AuditFinding, FixCandidate } from "../../../src/core/audit/auditFinding.ts";
import { fingerprint } from "../../../src/core/catalog/fingerprint.ts";
import type { AuditRoom } from "../../../src/engines/audit.ts";
import { describeDialects } from "../engines.ts";
import { useDatabase } from "../fixture/harness.ts";
import { audit, withRule, witnessOf } from "./auditing.ts";

const rule = "test/lacks-v-index";
const tables = ["one", "two", "three", "four", "five", "six"] as const;

describeDialects("fixes of an audit", ["postgresql", "sqlite", "mysql", "mariadb"], (fixture) => {
  const { words } = fixture;
  const harness = useDatabase(fixture);
  const drop = (table: string): string => (fixture.dialect === "mysql" || fixture.dialect === "mariadb" ? `DROP INDEX ${table}_v ON ${table}` : `DROP INDEX ${table}_v`);
  const index = (table: string): FixCandidate => ({ title: "Index it", statements: [`CREATE INDEX ${table}_v ON ${table} (v)`], undo: [drop(table)] });
  /** A table without an index is a finding; one named "bad" is a worse one. */
  const finder = (fixes: Readonly<Record<string, FixCandidate>>) => ({ catalog }: AuditRoom): readonly AuditFinding[] => [
    ...catalog.tables.filter((table) => table.name in fixes && !table.indexes.some((own) => own.columns[0] === "v")).map((table): AuditFinding => ({ rule, object: table.schema === "" ? table.name : `${table.schema}.${table.name}`, part: "v", severity: fixes[table.name]!.title === "Uncovers" ? "error" : "warning", message: `${table.name} has no index on v.`, fix: fixes[table.name]! })),
    ...catalog.tables.filter((table) => table.name === "mild").map((table): AuditFinding => ({ rule, object: table.schema === "" ? "one" : `${table.schema}.one`, severity: "warning", message: "one is mild now." })),
    ...catalog.tables.filter((table) => table.name === "bad").map((): AuditFinding => ({ rule, object: "bad", severity: "error", message: "bad is there." })),
  ];

  beforeAll(async () => {
    const session = await harness.open();
    for (const table of tables) await session.run(words.createTable(table, { id: "integer", v: "integer" }));
  });

  const run = async (fixes: Readonly<Record<string, FixCandidate>>) => {
    const session = await harness.open();
    const before = fingerprint(await session.catalog());
    const report = await audit(withRule(session, rule, finder(fixes)), { scope: "schema", flags: { witness: true } });
    expect(fingerprint(await session.catalog()), "the audit changed the schema").toBe(before);
    const shown = new Map((report.findings ?? []).filter((finding) => finding.rule === rule).map((finding) => [finding.object!.replace(/^.*\./, ""), finding]));
    const why = (table: string): string => witnessOf(report).notOffered.find(({ key }) => key.split(" ")[1]!.replace(/^.*\./, "") === table)?.why ?? "";
    return { report, shown, why };
  };

  test("are offered where they were executed and the finding was gone", async () => {
    const { shown, report } = await run(Object.fromEntries(tables.map((table) => [table, index(table)])));
    for (const table of tables) expect(shown.get(table)?.fix).toEqual({ title: "Index it", sql: `CREATE INDEX ${table}_v ON ${table} (v);`, proven: true });
    expect(shown.get("one")?.evidence).toContainEqual({ kind: "sql", title: "What undoes the fix", sql: `${drop("one")};` });
    expect(witnessOf(report)).toMatchObject({ run: true, tried: tables.length, notOffered: [], problems: [] });
  });

  test("are not offered where they fail, change nothing, do harm or cannot be undone; those beside them are", async () => {
    const { shown, why } = await run({
      one: index("one"),
      two: { title: "Fails", statements: ["CREATE INDEX two_v ON two (nothing_of_the_kind)"], undo: [] },
      three: { title: "Changes nothing", statements: [`CREATE INDEX three_v ON three (${words.column("id")})`], undo: [drop("three")] },
      four: { title: "Does harm", statements: ["CREATE INDEX four_v ON four (v)", words.createTable("bad", { id: "integer" })], undo: [words.dropTable("bad"), drop("four")] },
      five: { title: "Cannot be undone", statements: ["CREATE INDEX five_v ON five (v)"], undo: ["DROP INDEX nothing_of_the_kind"] },
      six: index("six"),
    });
    for (const table of ["one", "six"]) expect(shown.get(table)?.fix?.proven, table).toBe(true);
    for (const table of ["two", "three", "four", "five"]) expect(shown.get(table)?.fix, table).toBeUndefined();
    expect(why("two")).toMatch(/^the server refused it: .*nothing_of_the_kind/);
    expect(why("three")).toBe("it was executed and the finding was still there");
    expect(why("four")).toBe(`it brings another finding: bad is there. (${rule} bad)`);
    expect(why("five")).toMatch(/^its way back fails: /);
    expect(shown.get("three")?.evidence).toContainEqual({ kind: "text", title: "A fix that is not offered: Changes nothing", text: "It was executed and the finding was still there." });
  });

  test("are offered where they uncover something lighter than what they end, which is told", async () => {
    const { shown } = await run({ one: { title: "Uncovers", statements: ["CREATE INDEX one_v ON one (v)", words.createTable("mild", { id: "integer" })], undo: [words.dropTable("mild"), drop("one")] } });
    expect(shown.get("one")).toMatchObject({ severity: "error", fix: { proven: true }, evidence: expect.arrayContaining([{ kind: "text", title: "The fix leaves something lighter to mend", text: "one is mild now." }]) as unknown });
  });

  test("of large tables are executed on a scratch database, where nobody waits for them", async () => {
    const session = await harness.open();
    const settings = { migrationFolders: [], timeouts: { connect: 10_000, lock: 5_000, statement: 60_000, idleInTransaction: 60_000 }, largeTableRows: -1 };
    const report = await audit(withRule(session, rule, finder({ one: index("one") })), { scope: "schema", flags: { witness: true }, context: { settings } });
    expect(report.findings?.find((finding) => finding.rule === rule)?.fix?.proven).toBe(true);
    expect(witnessOf(report).place).toBe("on a scratch database of the same structure");
    const told = report.findings?.find((finding) => finding.rule === rule);
    if (fixture.dialect !== "postgresql") return expect(told?.fix?.sql).toBe("CREATE INDEX one_v ON one (v);");
    expect(told?.fix?.sql).toBe("CREATE INDEX CONCURRENTLY one_v ON one (v);");
    expect(told?.evidence).toContainEqual({ kind: "sql", title: "What the trial executed", sql: "CREATE INDEX one_v ON one (v);" });
    expect(told?.evidence).toContainEqual({ kind: "sql", title: "What undoes the fix", sql: "DROP INDEX CONCURRENTLY one_v;" });
  });

  test("are not offered by reading alone", async () => {
    const session = await harness.open();
    const report = await audit(withRule(session, rule, finder({ one: index("one") })), { scope: "schema", flags: { "no-witness": true } });
    expect(report.findings?.map((finding) => [finding.rule === rule, finding.fix])).toContainEqual([true, undefined]);
    expect(witnessOf(report)).toMatchObject({ run: false, why: "--no-witness was given", notTried: expect.any(Number) as number });
  });

  test("are tried only for the worst, unless all are asked for", async () => {
    const session = await harness.open();
    const many = Array.from({ length: 45 }, (_, at): AuditFinding => ({ rule, object: `t${at}`, severity: at === 44 ? "error" : "warning", message: "made up", fix: index("one") }));
    const report = await audit(withRule(session, rule, () => many), { scope: "schema" });
    const { tried, notTried } = witnessOf(report);
    expect(tried).toBe(40);
    expect(notTried).toBeGreaterThanOrEqual(5);
    expect(report.findings?.[0]).toMatchObject({ object: "t44", severity: "error" });
  });
});
