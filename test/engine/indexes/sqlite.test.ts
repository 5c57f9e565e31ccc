import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Session } from "../../../src/engines/engine.ts";
import { loadEngine } from "../../../src/engines/load.ts";
import { linked } from "../../../src/engines/sqlite/link.ts";
import { describeDialects } from "../engines.ts";
import type { FreshDatabase } from "../fixture/fixture.ts";
import { never, optionsFor } from "../fixture/harness.ts";
import { follow, ratioOf } from "./advising.ts";
import { pagesOf } from "./costs.ts";
import { sqliteWorlds } from "./sqliteWorlds.ts";

describeDialects("advice about indexes", ["sqlite"], (engine) => {
  for (const world of sqliteWorlds) {
    describe(world.name, () => {
      let database: FreshDatabase;
      let session: Session;
      beforeAll(async () => {
        database = await engine.freshDatabase();
        session = await (await loadEngine("sqlite")).connect(optionsFor(database));
        await session.transaction("commit", async () => {
          for (const statement of world.made) await session.run(statement);
        });
        const { pages } = await linked(session).ask("measure", { sql: "SELECT 1", within: false }, never);
        expect(pages, "this suite counts pages, which needs a system that counts what a process reads").not.toBeNull();
      });
      afterAll(async () => {
        await session.close();
        await database.drop();
      });
      for (const item of world.cases) {
        test(item.name, async () => {
          const outcome = await follow(session, item, pagesOf(session), item.flags ?? {});
          const found = outcome.advice.indexes.map(({ definition }) => definition);
          if (item.index === null) return expect(found, outcome.advice.report.summary).toEqual([]);
          const wanted = item.index;
          expect(found.some((definition) => definition.startsWith(wanted)), `${found.join(", ")} for ${wanted}: ${outcome.advice.report.summary}`).toBe(true);
          expect(ratioOf(outcome), `${outcome.before} to ${outcome.after} pages`).toBeGreaterThanOrEqual(item.ratio ?? 1.1);
          if (outcome.hurried !== undefined) expect(outcome.after).toBeLessThan(outcome.hurried);
        });
      }
    });
  }
});
