import type { Destruction, ObjectRef } from "../script/facts.ts";
import type { RunnableStatement } from "./plan.ts";

/**
 * The destructions of these statements that a look at the database as it is now cannot find (`seen` are those it found), because an earlier statement
 * renamed what they destroy. What the statements themselves have made before is left out: nothing of that was there.
 */
export function hiddenLosses(statements: readonly RunnableStatement[], seen: ReadonlySet<Destruction>): Destruction[] {
  const made = new Set<string>();
  const renamed = new Set<string>();
  const found: Destruction[] = [];
  for (const { facts } of statements) {
    if (facts === null) continue;
    for (const destruction of facts.destroys) if (!seen.has(destruction) && names(destruction).some((key) => renamed.has(key)) && !names(destruction).some((key) => made.has(key))) found.push(destruction);
    for (const { from, to } of facts.renames) (made.has(keyOf(from)) ? made : renamed).add(keyOf(to));
    if (facts.renames.length === 0) for (const object of facts.defines) made.add(keyOf(object));
  }
  return found;
}

/** As a person would write it: "orders.total". */
export function writtenName({ object, columns }: Destruction): string {
  const name = [object.schema, object.table, object.name].filter((part) => part !== undefined && part !== "").join(".");
  return columns === undefined || columns.length === 0 || object.kind === "column" ? name : columns.map((column) => `${name}.${column}`).join(", ");
}

/** The table that a destruction is about, and its columns. */
function names({ object, columns }: Destruction): string[] {
  const table = (object.kind === "column" ? (object.table ?? "") : object.name).toLowerCase();
  const lost = object.kind === "column" ? [object.name] : (columns ?? []);
  return [keyOf(object), `table ${table}`, ...lost.map((column) => `column ${table}.${column.toLowerCase()}`)];
}

function keyOf(object: ObjectRef): string {
  if (object.kind === "column") return `column ${(object.table ?? "").toLowerCase()}.${object.name.toLowerCase()}`;
  return `${object.kind === "rows" ? "table" : object.kind} ${object.name.toLowerCase()}`;
}
