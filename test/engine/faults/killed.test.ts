import { expect, test } from "vitest";
import { fingerprint } from "../../../src/core/catalog/fingerprint.ts";
import type { Session } from "../../../src/engines/engine.ts";
import { open, type Rig } from "../apply/rig.ts";
import { applyAll } from "../apply/workspace.ts";
import { describeEngines } from "../engines.ts";
import type { EngineFixture } from "../fixture/fixture.ts";
import { drive, type DriverEnd } from "./drive.ts";

const base = { "migrations/001_base.up.sql": "CREATE TABLE orders (id INTEGER PRIMARY KEY, total INTEGER, note TEXT);\nINSERT INTO orders VALUES (1, 10, 'a'), (2, 20, 'b');\nCREATE TABLE items (order_id INTEGER REFERENCES orders (id) ON DELETE CASCADE);\nINSERT INTO items VALUES (1), (1), (2);\n" };
const transactional = "CREATE TABLE log (line TEXT);\nINSERT INTO log VALUES ('once');\nUPDATE orders SET total = total + 1;\nALTER TABLE orders DROP COLUMN note;\n";
const rebuilt = `PRAGMA foreign_keys = OFF;
BEGIN;
CREATE TABLE orders_new (id INTEGER PRIMARY KEY, total INTEGER);
INSERT INTO orders_new SELECT id, total + 1 FROM orders;
DROP TABLE orders;
ALTER TABLE orders_new RENAME TO orders;
COMMIT;
PRAGMA foreign_keys = ON;
`;
const concurrent = `INSERT INTO orders VALUES (3, 30, 'c');
CREATE INDEX CONCURRENTLY orders_total ON orders (total);
CREATE INDEX CONCURRENTLY ON orders (note);
DROP INDEX CONCURRENTLY orders_total;
VACUUM orders;
UPDATE orders SET total = total * 2;
`;

/** Everything that must be the same whether or not an apply was interrupted. */
async function state(session: Session): Promise<unknown> {
  const tables = (await session.catalog()).tables.map((table) => table.name).sort();
  const rows: unknown[] = [];
  for (const table of tables) rows.push((await session.run(`SELECT * FROM ${table} ORDER BY 1`)).rows);
  const history = (await session.migrations.history.read()).map(({ version, outcome, statementsDone }) => ({ version, outcome, statementsDone }));
  return { schema: fingerprint(await session.catalog()), tables, rows, history };
}

/** The first migration applied, the second in a process that kills itself at a step. */
async function applied(engine: EngineFixture, text: string, killAt: number): Promise<{ readonly rig: Rig; readonly end: DriverEnd }> {
  const rig = await open(engine, base);
  expect((await applyAll(rig.files, rig.session)).error).toBeUndefined();
  await rig.files.writeText("migrations/002_more.up.sql", text);
  const end = await drive({ dialect: engine.dialect, url: rig.database.url, cwd: rig.database.cwd, workspace: rig.files.root, killAt });
  return { rig, end };
}

describeEngines("killed while applying", (engine) => {
  const scripts: readonly (readonly [string, string, number])[] = [["one transaction", transactional, 6], engine.dialect === "postgresql" ? ["concurrent indexes", concurrent, 13] : ["a rebuilt table", rebuilt, 10]];
  test.each(scripts)("with %s: resumed after SIGKILL at every step, nothing is lost and nothing done twice", { timeout: 600_000 }, async (_what, text, points) => {
    const whole = await applied(engine, text, -1);
    expect(whole.end).toMatchObject({ code: 0, errors: "" });
    const { steps } = JSON.parse(whole.end.output) as { steps: number };
    expect(steps).toBe(points);
    const expected = await state(whole.rig.session);
    for (let killAt = 0; killAt < steps; killAt += 1) {
      const { rig, end } = await applied(engine, text, killAt);
      expect(end, `step ${killAt}`).toMatchObject({ signal: "SIGKILL" });
      const resumed = await applyAll(rig.files, rig.session, { resume: "finish" });
      expect(resumed.error, `step ${killAt}`).toBeUndefined();
      expect(await state(rig.session), `step ${killAt}`).toEqual(expected);
      await rig.close();
    }
  });
});
