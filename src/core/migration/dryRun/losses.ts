import type { Catalog } from "../../catalog/catalog.ts";
import { qualified } from "../../catalog/objects.ts";
import type { Destruction } from "../../script/facts.ts";
import type { TableName } from "../tableName.ts";
import { impactOf, tableOf } from "../impact.ts";
import type { Connection } from "../ports.ts";
import type { RunnableStatement } from "../plan.ts";
import { isStatementError } from "./outcome.ts";

/** What a statement lost, counted just before it ran. */
export interface Loss {
  readonly statement: RunnableStatement;
  readonly destruction: Destruction;
  /** As the catalog names it: "public.orders", "public.orders.total". */
  readonly object: string;
  /** Rows (or values of the column) that were there; null where nothing could be counted. */
  readonly rows: number | null;
  readonly impact: readonly string[];
}

/** The database that has all rows of which a scratch database has a sample. */
export interface WholeRows {
  readonly connection: Connection;
  /** Whether it has a table, by its qualified name, as far as that is known. */
  has(table: string): boolean;
}

/**
 * Counts what a statement is about to lose of the things that were there before the migration. Leaves the transaction as it was.
 * `target`: the database that has all rows, where `connection` has only some.
 */
export async function countLosses(connection: Connection, before: Catalog, statement: RunnableStatement, inTransaction: boolean, target: WholeRows | null = null): Promise<Loss[]> {
  const losses: Loss[] = [];
  for (const destruction of statement.facts?.destroys ?? []) {
    const { object } = destruction;
    const table = tableOf(before, object);
    if (table === undefined) {
      if (existed(before, destruction)) losses.push({ statement, destruction, object: written(object, connection.facts.database), rows: null, impact: impactOf(before, object) });
      continue;
    }
    if (object.kind === "column" && !table.columns.some((column) => column.name.toLowerCase() === object.name.toLowerCase())) continue;
    const columns = object.kind === "column" ? [object.name] : (destruction.columns ?? []);
    const column = columns.length === 1 ? columns[0] : undefined;
    const rows = (target?.has(qualified(table)) === true ? await counted(target.connection, table, column, false) : null) ?? (await counted(connection, table, column, inTransaction));
    losses.push({ statement, destruction, object: object.kind === "column" ? `${qualified(table)}.${object.name}` : qualified(table), rows, impact: impactOf(before, object) });
  }
  return losses;
}

async function counted(connection: Connection, table: TableName, column: string | undefined, inTransaction: boolean): Promise<number | null> {
  const count = (): Promise<number> => connection.migrations.count(table, column);
  try {
    return inTransaction && connection.migrations.undoes === "structure" ? await connection.savepoint("undo", count) : await count();
  } catch (error) {
    if (!isStatementError(error)) throw error;
    return null;
  }
}

function existed(catalog: Catalog, { object }: Destruction): boolean {
  switch (object.kind) {
    case "schema":
      return catalog.schemas.some((one) => one.name === object.name);
    case "view":
    case "materializedView":
      return catalog.views.some((one) => one.name === object.name);
    case "type":
    case "domain":
      return [...catalog.types, ...catalog.domains].some((one) => one.name === object.name);
    case "sequence":
      return catalog.sequences.some((one) => one.name === object.name);
    case "routine":
      return catalog.routines.some((one) => one.name === object.name);
    case "database":
    case "extension":
      return true;
    default:
      return isElsewhere(catalog, object);
  }
}

/** In another database, of which the catalog says nothing: where databases have no schemas of their own, a qualified name is one of another. */
function isElsewhere(catalog: Catalog, { kind, schema }: Destruction["object"]): boolean {
  return (kind === "table" || kind === "column") && catalog.schemas.length === 0 && schema !== undefined && schema !== "";
}

function written(object: Destruction["object"], database: string): string {
  if (object.kind === "database" && object.name === "") return database;
  return [object.schema, object.table, object.name].filter((part) => part !== undefined && part !== "").join(".");
}
