import type { Catalog } from "../../core/catalog/catalog.ts";
import type { Session } from "../engine.ts";
import { quoteObject } from "./quote.ts";

/**
 * Checks now what a commit would check: the deferred constraints; afterwards they are deferred again as they are declared.
 * Throws the StatementError that the commit would have thrown.
 */
export async function checkDeferred(session: Session, catalog: Catalog): Promise<void> {
  const deferrable = catalog.tables.flatMap((table) =>
    [...table.constraints, ...table.triggers].filter((one) => /(?<!NOT )DEFERRABLE/.test(one.definition)).map((one) => ({ schema: table.schema, name: one.name, deferred: /INITIALLY DEFERRED/.test(one.definition) })),
  );
  if (deferrable.length === 0) return;
  await session.run("SET CONSTRAINTS ALL IMMEDIATE");
  const again = deferrable.filter((one) => one.deferred).map((one) => quoteObject(one));
  if (again.length > 0) await session.run(`SET CONSTRAINTS ${again.join(", ")} DEFERRED`);
}
