import type { AuditFacts } from "../facts.ts";
import type { RoutineFact } from "../facts/routines.ts";

/** A part of a parse tree, of SQL or of PL/pgSQL. */
export type Tree = Readonly<Record<string, unknown>>;

/** What a routine's body is, as far as it can be read. */
export interface Body {
  /** The SQL in it, parsed; of PL/pgSQL that of each statement and expression. */
  readonly sql: readonly Tree[];
  /** The tree of PL/pgSQL, to look for what only it has. */
  readonly plpgsql?: Tree;
}

const bodies = new WeakMap<RoutineFact, Body | null>();

/** Null where the language is no SQL, or the body cannot be read. */
export function bodyOf(facts: AuditFacts, routine: RoutineFact): Body | null {
  const known = bodies.get(routine);
  if (known !== undefined) return known;
  const body = read(facts, routine);
  bodies.set(routine, body);
  return body;
}

function read(facts: AuditFacts, routine: RoutineFact): Body | null {
  try {
    if (routine.language === "sql") return { sql: parsed(facts, routine.body.replace(/^\s*BEGIN\s+ATOMIC\b([\s\S]*)\bEND\s*;?\s*$/i, "$1")) };
    if (routine.language !== "plpgsql") return null;
    const definition = facts.catalog.routines.find((one) => one.schema === routine.schema && one.name === routine.name && one.signature === routine.signature)?.definition;
    if (definition === undefined) return null;
    const plpgsql = facts.parser.parsePlpgsql(definition) as Tree;
    return { plpgsql, sql: queriesOf(plpgsql).flatMap((text) => parsedIfAny(facts, text)) };
  } catch {
    return null; // The grammar of the parser is that of one version; what it cannot read is not judged.
  }
}

function parsed(facts: AuditFacts, sql: string): readonly Tree[] {
  return (facts.parser.parse(sql).stmts ?? []) as readonly Tree[];
}

/** Nothing for a text that only PL/pgSQL understands. */
export function parsedIfAny(facts: AuditFacts, sql: string): readonly Tree[] {
  try {
    return parsed(facts, sql);
  } catch {
    return [];
  }
}

/** SQL texts in a PL/pgSQL tree; expressions and the right sides of assignments stand as SELECT. */
function queriesOf(part: unknown): string[] {
  return nodesOf(part, "PLpgSQL_expr").map(sqlOf);
}

/** Of a PLpgSQL_expr. */
export function sqlOf(expression: Tree): string {
  const text = String(expression["query"] ?? "");
  const mode = Number(expression["parseMode"] ?? 0);
  return mode === 0 ? text : `SELECT ${mode >= 3 ? text.replace(/^[\s\S]*?(?::=|=)/, "") : text}`;
}

/** All nodes of one kind in a tree, outermost first. */
export function nodesOf(part: unknown, kind: string): Tree[] {
  if (part === null || typeof part !== "object") return [];
  if (Array.isArray(part)) return part.flatMap((item) => nodesOf(item, kind));
  return Object.entries(part).flatMap(([key, inner]) => [...(key === kind ? [inner as Tree] : []), ...nodesOf(inner, kind)]);
}
