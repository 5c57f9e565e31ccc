import fc from "fast-check";
import { expect, test } from "vitest";
import { fingerprint } from "../../../src/core/catalog/fingerprint.ts";
import { changes } from "../../../src/engines/sqlite/changes.ts";
import { renderCatalog } from "../../../src/engines/sqlite/render.ts";
import { apply, catalogOf, catalogOfScript, database, differences } from "./memory.ts";
import { schema, style } from "./schemas.ts";

test("a schema has one fingerprint, however it is written", async () => {
  await fc.assert(
    fc.asyncProperty(schema, style, style, async (write, one, other) => {
      const [a, b] = [await catalogOfScript(write(one)), await catalogOfScript(write(other))];
      expect(differences(a, b)).toEqual([]);
      expect(fingerprint(a)).toBe(fingerprint(b));
    }),
    { numRuns: 150 },
  );
});

test("what is rendered and restored has the same fingerprint, and renders to the same text", async () => {
  await fc.assert(
    fc.asyncProperty(schema, style, async (write, how) => {
      const before = await catalogOfScript(write(how));
      const script = renderCatalog(before);
      const after = await catalogOfScript(script);
      expect(differences(before, after)).toEqual([]);
      expect(renderCatalog(after)).toBe(script);
    }),
    { numRuns: 150 },
  );
});

test("any schema becomes any other, and itself again", async () => {
  await fc.assert(
    fc.asyncProperty(schema, schema, style, async (from, to, how) => {
      const [origin, target] = [await catalogOfScript(from(how)), await catalogOfScript(to(how))];
      const session = database(from(how));
      try {
        apply(session, changes(origin, target));
        expect(differences(target, await catalogOf(session))).toEqual([]);
        apply(session, changes(await catalogOf(session), origin));
        expect(differences(origin, await catalogOf(session))).toEqual([]);
        expect(changes(origin, origin)).toEqual([]);
      } finally {
        session.close();
      }
    }),
    { numRuns: 150 },
  );
});
