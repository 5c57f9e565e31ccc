import type { AccessObject } from "../../../core/access/attempt.ts";
import type { Catalog } from "../../../core/catalog/catalog.ts";
import { StatementError } from "../../../core/errors.ts";
import type { Session } from "../../engine.ts";
import { quoteName, quoteObject } from "../quote.ts";
import { keyOf, Relations } from "./relations.ts";

/** Takes away row security and gives every right to everybody, statement by statement; names what was done, and what could not be done and why. */
export async function lift(session: Session, catalog: Catalog, objects: readonly AccessObject[]): Promise<string[]> {
  const relations = new Relations(catalog);
  const done: string[] = [];
  const attempt = async (statement: string, told: string): Promise<void> => {
    const failed = await session.savepoint("keep", () => session.run(statement)).then(() => undefined, (error: unknown) => {
      if (error instanceof StatementError) return error.message;
      throw error;
    });
    done.push(failed === undefined ? told : `${told}: could not be lifted, ${failed}`);
  };
  for (const schema of new Set(objects.map((object) => object.schema))) {
    await attempt(`GRANT USAGE ON SCHEMA ${quoteName(schema)} TO PUBLIC`, `the right to use schema ${schema} given to everybody`);
    await attempt(`GRANT USAGE ON ALL SEQUENCES IN SCHEMA ${quoteName(schema)} TO PUBLIC`, `sequences of ${schema} open to everybody`);
  }
  const seen = new Set<string>();
  for (const object of objects) {
    if (object.form === "routine") {
      const routine = relations.routine(object);
      if (routine !== undefined) await attempt(`GRANT EXECUTE ON ROUTINE ${quoteObject(routine)}(${routine.signature}) TO PUBLIC`, `${keyOf(object)} may be called by everybody`);
      continue;
    }
    const view = relations.view(object);
    if (view !== undefined) await attempt(`GRANT ALL ON ${quoteObject(view)} TO PUBLIC`, `${keyOf(object)} granted to everybody`);
    const tables = view === undefined ? [relations.table(object)] : relations.tablesBehind(view);
    for (const table of tables) {
      if (table === undefined || seen.has(keyOf(table))) continue;
      seen.add(keyOf(table));
      if (table.rowSecurity.enabled) await attempt(`ALTER TABLE ${quoteObject(table)} DISABLE ROW LEVEL SECURITY`, `row security of ${keyOf(table)} off`);
      await attempt(`GRANT ALL ON ${quoteObject(table)} TO PUBLIC`, `${keyOf(table)} granted to everybody`);
    }
  }
  return done;
}
