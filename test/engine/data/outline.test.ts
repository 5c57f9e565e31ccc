import { expect, it } from "vitest";
import type { Session } from "../../../src/engines/engine.ts";
import { loadEngine } from "../../../src/engines/load.ts";
import { outlineReader } from "../../../src/engines/loadOutline.ts";
import { describeEveryEngine } from "../engines.ts";

describeEveryEngine("the outline", (engine) => {
  const signal = new AbortController().signal;
  const open = async (url: string, cwd: string, readOnly: boolean): Promise<Session> => (await loadEngine(engine.dialect)).connect({ url, cwd, readOnly, timeouts: { connect: 10_000, lock: 5_000, statement: 0, idleInTransaction: 0 }, signal });
  /** The same session, and how many statements were sent over it. */
  const counting = (session: Session): { readonly session: Session; readonly sent: () => number } => {
    let sent = 0;
    return { sent: () => sent, session: new Proxy(session, { get: (target, key) => (key === "run" ? (...args: Parameters<Session["run"]>) => (sent++, target.run(...args)) : (Reflect.get(target, key) as unknown)) }) };
  };

  it("names what is there and tells a table's parts, in as many statements for few objects as for many", async () => {
    const database = await engine.freshDatabase();
    try {
      const writer = await open(database.url, database.cwd, false);
      for (const statement of engine.sql.everything) await writer.run(statement);
      await writer.close();
      const session = await open(database.url, database.cwd, true);
      const reader = await outlineReader(session);
      const whole = counting(session);
      const outline = await reader.outline(whole.session, signal);
      const catalog = await session.catalog(signal);
      const relations = outline.items.filter(({ kind }) => ["table", "view", "materializedView", "collection"].includes(kind)).map(({ schema, name }) => `${schema}.${name}`).sort();
      expect(relations).toEqual([...catalog.tables, ...catalog.views].map(({ schema, name }) => `${schema}.${name}`).sort());
      expect(whole.sent()).toBeLessThanOrEqual(3);
      for (const table of catalog.tables.slice(0, 5)) {
        const item = outline.items.find(({ schema, name }) => schema === table.schema && name === table.name)!;
        const one = counting(session);
        const parts = await reader.parts(one.session, item, signal);
        expect(one.sent()).toBeLessThanOrEqual(4);
        if (item.kind === "table") expect(parts.columns.map(({ name }) => name)).toEqual(table.columns.map(({ name }) => name));
        for (const index of table.indexes.filter(({ constraint }) => constraint === undefined)) expect(parts.indexes.map(({ name }) => name)).toContain(index.name);
        expect(parts.triggers.map(({ name }) => name).sort()).toEqual(table.triggers.map(({ name }) => name).sort());
      }
      await session.close();
    } finally {
      await database.drop();
    }
  });
});
