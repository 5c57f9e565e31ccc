import type { Catalog } from "../../catalog/catalog.ts";
import type { Connection } from "../ports.ts";

/**
 * Checks now what a commit would check: the deferred constraints of PostgreSQL; afterwards they are deferred again as they are declared.
 * Throws the StatementError that the commit would have thrown.
 */
export async function checkDeferred(connection: Connection, catalog: Catalog): Promise<void> {
  if (connection.facts.engine !== "postgresql") return;
  const deferrable = catalog.tables.flatMap((table) =>
    [...table.constraints, ...table.triggers].filter((one) => /(?<!NOT )DEFERRABLE/.test(one.definition)).map((one) => ({ schema: table.schema, name: one.name, deferred: /INITIALLY DEFERRED/.test(one.definition) })),
  );
  if (deferrable.length === 0) return;
  await connection.run("SET CONSTRAINTS ALL IMMEDIATE");
  const again = deferrable.filter((one) => one.deferred).map((one) => connection.engine.quoteObject(one));
  if (again.length > 0) await connection.run(`SET CONSTRAINTS ${again.join(", ")} DEFERRED`);
}
