import type { Node } from "libpg-query";
import { qualified } from "../../../../../core/catalog/objects.ts";
import { queriesOf } from "../../../facts/plpgsql.ts";
import type { AuditFacts } from "../../facts.ts";
import type { RoutineFact } from "../../facts/routines.ts";
import { type CallUse, type Survey, survey } from "./survey.ts";

/** The statements of a routine's body as far as they can be read; "unread" for other languages and for text that is put together when it runs. */
export interface Body {
  readonly routine: RoutineFact;
  readonly statements: readonly Node[];
  readonly survey: Survey;
}

const known = new WeakMap<AuditFacts, Map<RoutineFact, Body>>();

export function bodyOf(routine: RoutineFact, facts: AuditFacts): Body {
  const bodies = known.get(facts) ?? new Map<RoutineFact, Body>();
  known.set(facts, bodies);
  const body = bodies.get(routine) ?? readBody(routine, facts);
  bodies.set(routine, body);
  return body;
}

function readBody(routine: RoutineFact, facts: AuditFacts): Body {
  const statements = texts(routine, facts).flatMap((text) => parsed(text, facts));
  return { routine, statements, survey: survey(statements) };
}

function texts(routine: RoutineFact, facts: AuditFacts): readonly string[] {
  if (routine.language === "sql") return [sqlBody(routine.body)];
  const definition = facts.catalog.routines.find((known) => qualified(known) === qualified(routine) && known.signature === routine.signature)?.definition;
  if (routine.language !== "plpgsql" || definition === undefined) return [];
  try {
    return plpgsqlTexts(facts.parser.parsePlpgsql(definition));
  } catch {
    return []; // A body that the parser of another version wrote; rules then know of this routine what its declaration says.
  }
}

/** SQL-standard bodies come as `RETURN value` or `BEGIN ATOMIC … END`. */
function sqlBody(body: string): string {
  const one = /^\s*RETURN\s+([\s\S]*)$/i.exec(body)?.[1];
  if (one !== undefined) return `SELECT ${one}`;
  return /^\s*BEGIN\s+ATOMIC\s+([\s\S]*?)\s*END\s*;?\s*$/i.exec(body)?.[1] ?? body;
}

function plpgsqlTexts(tree: unknown): readonly string[] {
  const found = [...queriesOf(tree)];
  const visit = (part: unknown): void => {
    if (part === null || typeof part !== "object") return;
    const assigned = (part as { readonly PLpgSQL_stmt_assign?: { readonly expr?: { readonly PLpgSQL_expr?: { readonly query?: string } } } }).PLpgSQL_stmt_assign?.expr?.PLpgSQL_expr?.query;
    const value = /^[^=]*?:?=([\s\S]*)$/.exec(assigned ?? "")?.[1];
    if (value !== undefined) found.push(`SELECT ${value}`);
    for (const inner of Object.values(part)) visit(inner);
  };
  visit(tree);
  return found;
}

function parsed(text: string, facts: AuditFacts): readonly Node[] {
  try {
    return (facts.parser.parse(text).stmts ?? []).flatMap(({ stmt }) => (stmt === undefined ? [] : [stmt]));
  } catch {
    return []; // PL/pgSQL variables stand where SQL has none.
  }
}

/** The database's own routine that a call means; undefined for one of the server's. */
export function routineCalled({ schema, name, args }: Pick<CallUse, "schema" | "name" | "args">, facts: AuditFacts, from?: RoutineFact): RoutineFact | undefined {
  if (schema === "pg_catalog") return undefined;
  const fits = facts.routines.filter((routine) => routine.name === name && (schema === undefined || routine.schema === schema) && takes(routine, args.length));
  return fits.find((routine) => routine.schema === (schema ?? from?.schema)) ?? (schema === undefined && from === undefined ? undefined : fits[0]);
}

function takes(routine: RoutineFact, count: number): boolean {
  const most = routine.signature === "" ? 0 : routine.signature.split(", ").length;
  return count <= most && count >= most - routine.defaults;
}

/** Routines that an expression calls, those that they call included. */
export function routinesBehind(expression: Survey, facts: AuditFacts): readonly Body[] {
  const found = new Map<RoutineFact, Body>();
  const follow = (calls: readonly CallUse[], from?: RoutineFact): void => {
    for (const call of calls) {
      const routine = routineCalled(call, facts, from);
      if (routine === undefined || found.has(routine)) continue;
      const body = bodyOf(routine, facts);
      found.set(routine, body);
      follow(body.survey.calls, routine);
    }
  };
  follow(expression.calls);
  return [...found.values()];
}

export function routineName(routine: RoutineFact): string {
  return `${routine.schema}.${routine.name}(${routine.signature})`;
}

/** Where a name of a body is looked up: what it is qualified with, else the search path that the routine sets, else its own schema and public. */
export function schemasOf(schema: string | undefined, from: RoutineFact | undefined): readonly string[] {
  if (schema !== undefined) return [schema];
  const path = from?.settings.find((setting) => setting.startsWith("search_path="))?.slice("search_path=".length);
  const named = (path ?? "").split(",").map((name) => name.trim().replace(/^"(.*)"$/, "$1")).filter((name) => name !== "" && name !== "$user");
  return path === undefined && from !== undefined ? [from.schema, "public"] : named;
}
