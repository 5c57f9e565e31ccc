import type { Catalog } from "../../catalog/catalog.ts";
import type { Difference } from "../../catalog/diff.ts";
import { counted } from "../../counted.ts";
import { nounsOf } from "../../nouns.ts";
import { planKeep } from "../../snapshot/keepPlan.ts";
import type { Contents } from "../adapter.ts";
import type { Connection } from "../ports.ts";
import type { RunnableStatement } from "../plan.ts";
import { downToTry, type Prepared } from "./trial.ts";

/** The rows that a disposable database had before a migration, in the tables that it or its down script may touch. */
export interface ContentsBefore {
  /** null: it cannot be told which tables are touched. */
  readonly tables: readonly string[] | null;
  readonly contents: Contents;
  /** Tables of which a rollback brings all rows back that were there, from the snapshot; it brings back what an opaque statement removed of any table. */
  readonly broughtBack: ReadonlySet<string>;
  readonly opaque: boolean;
}

/** null where there is no down script to be tried, or where the engine compares structure alone. */
export async function contentsBefore(connection: Connection, prepared: Prepared, before: Catalog, signal: AbortSignal): Promise<ContentsBefore | null> {
  const down = downToTry(prepared);
  const { contents } = connection.migrations;
  if (down === null || contents === undefined || prepared.alone === true) return null;
  const { statements } = prepared.up;
  const tables = touched([...statements, ...down.statements]);
  const kept = planKeep(before, statements.flatMap(({ facts }) => facts?.destroys ?? [])).filter(({ columns }) => columns === undefined);
  return { tables, contents: await contents(tables, signal), broughtBack: new Set(kept.map(({ table }) => table)), opaque: statements.some(({ facts }) => facts?.opaque === true) };
}

/**
 * How the rows differ from those before, in tables that are there again. Rows that the snapshot before the migration holds are not missed: the rollback brings them
 * back. Rows that a module changed are compared all the same: its down script is to change them back.
 */
export async function contentsDiffer(connection: Connection, was: ContentsBefore | null, signal: AbortSignal): Promise<Difference[]> {
  if (was === null || connection.migrations.contents === undefined) return [];
  const is = await connection.migrations.contents(was.tables, signal);
  const { row } = nounsOf(connection.facts.dialect);
  return [...was.contents].flatMap(([table, before]): Difference[] => {
    const after = is.get(table);
    if (after === undefined) return [];
    const kept = was.broughtBack.has(table);
    const added = [...after.keys()].filter((key) => !before.has(key)).length;
    const changed = kept ? 0 : [...after].filter(([key, text]) => before.has(key) && before.get(key) !== text).length;
    const missing = kept || was.opaque ? 0 : [...before.keys()].filter((key) => !after.has(key)).length;
    if (added + changed + missing === 0) return [];
    const parts = [[changed, "changed"], [added, "new"], [missing, "missing"]].filter(([count]) => count !== 0).map(([count, how]) => `${count} ${how}`);
    return [{ kind: "rows", key: `${row}s of ${table}`, change: "changed", facts: [{ name: "content", before: counted(before.size, row), after: `${counted(after.size, row)}, ${parts.join(", ")}` }] }];
  });
}

/** null where a statement does not tell. */
function touched(statements: readonly RunnableStatement[]): string[] | null {
  const names = new Set<string>();
  for (const { facts } of statements) {
    if (facts === null || facts.opaque === true || facts.kind === "utility" || facts.destroys.some(({ object }) => object.kind === "database")) return null;
    for (const object of [...facts.uses, ...facts.defines, ...facts.drops, ...facts.destroys.map((one) => one.object), ...facts.renames.flatMap(({ from, to }) => [from, to])]) names.add(object.table ?? object.name);
  }
  return [...names];
}
