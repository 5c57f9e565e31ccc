import { afterAll, beforeAll, describe, test } from "vitest";
import type { Session } from "../../../src/engines/engine.ts";
import { loadEngine } from "../../../src/engines/load.ts";
import { describeDialects } from "../engines.ts";
import type { FreshDatabase } from "../fixture/fixture.ts";
import { optionsFor } from "../fixture/harness.ts";
import { expectAdvice, follow } from "./advising.ts";
import { examinedBy } from "./costs.ts";
import { mongodbWorlds } from "./mongodbWorlds.ts";

describeDialects("advice about indexes", ["mongodb"], (engine) => {
  for (const world of mongodbWorlds) {
    describe(world.name, () => {
      let database: FreshDatabase;
      let session: Session;
      beforeAll(async () => {
        database = await engine.freshDatabase();
        session = await (await loadEngine("mongodb")).connect(optionsFor(database));
        for (const statement of world.made) await session.run(statement, { statementTimeoutMs: 0 });
      });
      afterAll(async () => {
        await session.close();
        await database.drop();
      });
      for (const item of world.cases) {
        test(item.name, async () => expectAdvice(item, await follow(session, item, examinedBy(session), item.flags ?? {}), "keys and documents"));
      }
    });
  }
});
