import { afterAll, beforeAll, describe, test } from "vitest";
import type { Session } from "../../../src/engines/engine.ts";
import { loadEngine } from "../../../src/engines/load.ts";
import { describeDialects } from "../engines.ts";
import type { FreshDatabase } from "../fixture/fixture.ts";
import { optionsFor } from "../fixture/harness.ts";
import { expectAdvice, follow } from "./advising.ts";
import { rowsAskedOf } from "./costs.ts";
import { mysqlWorlds } from "./mysqlWorlds.ts";

describeDialects("advice about indexes", ["mysql", "mariadb"], (engine) => {
  for (const world of mysqlWorlds(engine.dialect)) {
    describe(world.name, () => {
      let database: FreshDatabase;
      let session: Session;
      beforeAll(async () => {
        database = await engine.freshDatabase();
        session = await (await loadEngine(engine.dialect)).connect(optionsFor(database));
        for (const statement of world.made) await session.run(statement, { statementTimeoutMs: 0 });
      });
      afterAll(async () => {
        await session.close();
        await database.drop();
      });
      for (const item of world.cases) {
        test(item.name, async () => expectAdvice(item, await follow(session, item, rowsAskedOf(session), item.flags ?? {}), "rows"));
      }
    });
  }
});
