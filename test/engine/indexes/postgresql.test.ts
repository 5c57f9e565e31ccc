import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Session } from "../../../src/engines/engine.ts";
import { describeDialects } from "../engines.ts";
import type { FreshDatabase } from "../fixture/fixture.ts";
import { asAdmin } from "../fixture/postgresql.ts";
import { loadEngine } from "../../../src/engines/load.ts";
import { optionsFor } from "../fixture/harness.ts";
import { follow, ratioOf } from "./advising.ts";
import { blocksOf } from "./costs.ts";
import { postgresqlWorlds } from "./postgresqlWorlds.ts";

describeDialects("advice about indexes", ["postgresql"], (engine) => {
  for (const world of postgresqlWorlds) {
    describe(world.name, () => {
      const role = `indexes_${randomBytes(6).toString("hex")}`;
      const filled = (text: string): string => text.replaceAll("{role}", role);
      let database: FreshDatabase;
      let session: Session;
      beforeAll(async () => {
        database = await engine.freshDatabase();
        await asAdmin(database.url, `CREATE ROLE ${role}`);
        session = await (await loadEngine("postgresql")).connect(optionsFor(database));
        for (const statement of world.made) await session.run(filled(statement), { statementTimeoutMs: 0 });
      });
      afterAll(async () => {
        await session.run(`DROP OWNED BY ${role}`);
        await session.run(`DROP ROLE ${role}`);
        await session.close();
        await database.drop();
      });
      for (const item of world.cases) {
        test(item.name, async () => {
          const flags = Object.fromEntries(Object.entries(item.flags ?? {}).map(([name, value]) => [name, value === true ? value : filled(value)]));
          const as = item.flags?.["db-role"] === undefined ? [] : [`SET LOCAL ROLE ${role}`, "SET LOCAL app.tenant_id = '7'"];
          const outcome = await follow(session, item, blocksOf(session, as), flags);
          const found = outcome.advice.indexes.map(({ definition }) => definition);
          if (item.index === null) return expect(found, outcome.advice.report.summary).toEqual([]);
          const wanted = item.index;
          expect(found.some((definition) => definition.startsWith(wanted)), `${found.join(", ")} for ${wanted}: ${outcome.advice.report.summary}`).toBe(true);
          expect(ratioOf(outcome), `${outcome.before} to ${outcome.after} blocks`).toBeGreaterThanOrEqual(item.ratio ?? 1.1);
          if (outcome.hurried !== undefined) expect(outcome.after).toBeLessThan(outcome.hurried);
        });
      }
    });
  }
});
