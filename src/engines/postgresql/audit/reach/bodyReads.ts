import type { TableObject } from "../../../../core/catalog/catalog.ts";
import type { AuditFacts } from "../facts.ts";
import type { RoutineFact } from "../facts/routines.ts";
import { routineAsksCaller } from "../policies/meaning.ts";
import { bodyOf, nodesOf, type Tree } from "./bodies.ts";
import { escapes } from "./protection.ts";
import { searchPathOf } from "./searchPath.ts";

/** A relation or routine as a body names it. */
export interface Named {
  readonly schema?: string;
  readonly name: string;
}

/** Relations that a body names, but for its own WITH queries; undefined where it cannot be read. */
export function relationsIn(facts: AuditFacts, routine: RoutineFact): readonly Named[] | undefined {
  const body = bodyOf(facts, routine);
  if (body === null) return undefined;
  return body.sql.flatMap((statement) => {
    const own = new Set(nodesOf(statement, "CommonTableExpr").map((node) => node["ctename"]));
    return ranges(statement).filter(({ schema, name }) => schema !== undefined || !own.has(name));
  });
}

/** Unwrapped under INSERT, UPDATE and DELETE, so looked for by its fields. */
function ranges(part: unknown): Named[] {
  if (part === null || typeof part !== "object") return [];
  if (Array.isArray(part)) return part.flatMap(ranges);
  const node = part as Tree;
  const own = typeof node["relname"] === "string" ? [{ ...(typeof node["schemaname"] === "string" ? { schema: node["schemaname"] } : {}), name: node["relname"] }] : [];
  return [...own, ...Object.values(node).flatMap(ranges)];
}

/** Routines that a body calls. */
export function callsIn(facts: AuditFacts, routine: RoutineFact): readonly Named[] {
  return (bodyOf(facts, routine)?.sql ?? []).flatMap((statement) =>
    nodesOf(statement, "FuncCall").map((call) => {
      const names = namesOf(call["funcname"]);
      return { ...(names.length > 1 ? { schema: names.at(-2)! } : {}), name: names.at(-1) ?? "" };
    }),
  );
}

export function namesOf(list: unknown): string[] {
  return (Array.isArray(list) ? list : []).map((item) => String((item as { readonly String?: { readonly sval?: string } }).String?.sval ?? ""));
}

/** The tables that a body names, found as the routine itself would find them. */
export function tablesIn(facts: AuditFacts, routine: RoutineFact): readonly TableObject[] {
  const path = searchPathOf(routine)?.schemas ?? [routine.schema, "public"];
  const found = (relationsIn(facts, routine) ?? []).flatMap((named) => {
    for (const schema of named.schema === undefined ? path : [named.schema]) {
      const table = facts.catalog.tables.find((one) => one.schema === schema && one.name === named.name);
      if (table !== undefined) return [table];
    }
    return [];
  });
  return [...new Set(found)];
}

/** Tables whose policies the routine's owner escapes, where the body does not ask who calls. */
export function protectedTablesIn(facts: AuditFacts, routine: RoutineFact): readonly TableObject[] {
  if (routineAsksCaller(routine, facts)) return [];
  return tablesIn(facts, routine).filter((table) => table.rowSecurity.enabled && escapes(facts, table, routine.owner));
}
