import { expectTypeOf, test } from "vitest";
import type { ApplierConnection } from "../../../src/core/migration/ports.ts";
import type { Session } from "../../../src/engines/engine.ts";

test("every session is a connection that migrations run on", () => {
  expectTypeOf<Session>().toExtend<ApplierConnection>();
});
