import fc from "fast-check";
import { expect, test } from "vitest";
import { rollback } from "../../../src/commands/migration/rollback.ts";
import { snapshot } from "../../../src/commands/migration/snapshot.ts";
import { fingerprint } from "../../../src/core/catalog/fingerprint.ts";
import type { Session } from "../../../src/engines/engine.ts";
import { describeEngines } from "../engines.ts";
import { runCommand } from "./context.ts";
import { open } from "./rig.ts";

/** Drops all there is. */
async function dropEverything(session: Session): Promise<void> {
  const catalog = await session.catalog();
  const { quoteObject } = session.engine;
  if (catalog.engine === "sqlite") {
    for (const view of catalog.views) await session.run(`DROP VIEW ${quoteObject({ name: view.name })}`);
    await session.run("PRAGMA foreign_keys = OFF");
    for (const table of catalog.tables) await session.run(`DROP TABLE ${quoteObject({ name: table.name })}`);
    await session.run("PRAGMA foreign_keys = ON");
    return;
  }
  for (const schema of catalog.schemas) if (schema.name !== "public") await session.run(`DROP SCHEMA ${session.engine.quoteName(schema.name)} CASCADE`);
  for (const view of (await session.catalog()).views) await session.run(`DROP ${view.form === "view" ? "VIEW" : "MATERIALIZED VIEW"} IF EXISTS ${quoteObject(view)} CASCADE`);
  for (const table of (await session.catalog()).tables) await session.run(`DROP TABLE IF EXISTS ${quoteObject(table)} CASCADE`);
}

/** Every row of every table, in a settled order. */
async function allRows(session: Session): Promise<Record<string, readonly string[]>> {
  const rows: Record<string, readonly string[]> = {};
  for (const table of (await session.catalog()).tables) {
    const name = session.engine.quoteObject(table.schema === "" ? { name: table.name } : table);
    rows[name] = (await session.run(`SELECT * FROM ${name}`)).rows.map((row) => JSON.stringify(row)).sort();
  }
  return rows;
}

interface Table {
  readonly key: "one" | "two" | "none";
  readonly refers: boolean;
  readonly index: boolean;
  readonly rows: readonly { readonly text: string | null; readonly number: number }[];
}

const tableArbitrary: fc.Arbitrary<Table> = fc.record({
  key: fc.constantFrom("one", "two", "none"),
  refers: fc.boolean(),
  index: fc.boolean(),
  rows: fc.array(fc.record({ text: fc.option(fc.string({ unit: "grapheme", maxLength: 8 }).map((text) => text.replaceAll("\0", ""))), number: fc.integer({ min: -1e6, max: 1e6 }) }), { maxLength: 6 }),
});

/** The statements that make these tables, named to need quotes, and fill them. */
function statements(tables: readonly Table[], quoteText: (text: string) => string): string[] {
  return tables.flatMap((table, at) => {
    const name = `"Table ${at}"`;
    const key = table.key === "one" ? ", PRIMARY KEY (id)" : table.key === "two" ? ", PRIMARY KEY (id, part)" : "";
    const parent = tables.slice(0, at).findIndex((other) => other.key === "one" && other.rows.length >= table.rows.length);
    const reference = table.refers && parent >= 0 ? `, FOREIGN KEY (id) REFERENCES "Table ${parent}" (id) ON DELETE CASCADE` : "";
    return [
      `CREATE TABLE ${name} (id INTEGER NOT NULL, part INTEGER NOT NULL DEFAULT 7, "te""xt" TEXT, number NUMERIC(12, 2) CHECK (number > -9999999)${key}${reference})`,
      ...(table.index ? [`CREATE INDEX "index ${at}" ON ${name} ("te""xt", number)`] : []),
      ...table.rows.map((row, id) => `INSERT INTO ${name} VALUES (${id}, ${id % 2}, ${row.text === null ? "NULL" : quoteText(row.text)}, ${row.number} / 100.0)`),
    ];
  });
}

describeEngines("restore", (engine) => {
  test("any schema with any rows: after everything was dropped, rollback brings back the same fingerprint and the same rows", { timeout: 300_000 }, async () => {
    const { session, asked } = await open(engine, {});
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(tableArbitrary, { minLength: 1, maxLength: 4 }), async (tables) => {
        await dropEverything(session);
        for (const sql of statements(tables, (text) => session.engine.quoteText(text))) await session.run(sql);
        await session.run(`CREATE VIEW seen AS SELECT id, number FROM "Table 0"`);
        const before = { print: fingerprint(await session.catalog()), rows: await allRows(session) };
        const label = `run${run++}`;
        await runCommand(snapshot, asked, { label }, { rows: tables.map((_, at) => `Table ${at}`).join(",") });
        await dropEverything(session);
        const back = await runCommand(rollback, asked, { "snapshot-or-file": label });
        expect(back).toMatchObject({ status: "passed", data: { verified: true, fingerprint: before.print } });
        expect({ print: fingerprint(await session.catalog()), rows: await allRows(session) }).toEqual(before);
      }),
      { numRuns: 8 },
    );
  });

  test("one of each kind of object: dropped and brought back", { timeout: 120_000 }, async () => {
    const { session, asked } = await open(engine, {});
    for (const sql of engine.sql.everything) await session.run(sql);
    const print = fingerprint(await session.catalog());
    await runCommand(snapshot, asked, { label: "all" });
    await dropEverything(session);
    expect(fingerprint(await session.catalog())).not.toBe(print);
    const back = await runCommand(rollback, asked, { "snapshot-or-file": "all" });
    expect(back.summary).toContain("Rolled");
    expect(fingerprint(await session.catalog())).toBe(print);
  });
});
