import type { ObjectRef } from "../../../core/script/facts.ts";
import type { FactsBuilder } from "./builder.ts";
import { columnOf, parts, relationNamed } from "./names.ts";

const word = String.raw`(?:[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*|"(?:[^"]|"")*")`;
const name = String.raw`${word}(?:\.${word}){0,3}`;
const places = new RegExp(
  String.raw`'(?:[^']|'')*'|--[^\n]*|/\*[\s\S]*?\*/|(?<![\w$."])(?:(?:from|join|update|into|only|table|perform|using)\s+(?:only\s+)?)?(${name})(\s*\(|\s*%\s*(?:rowtype|type)\b)?`,
  "gi",
);
const relationWord = /^(?:from|join|update|into|only|table|using)\s/i;
const keywords = new Set("if and or not in values when then else elsif exists coalesce case as on select where from set return returning loop while by any all exception raise perform array row greatest least nullif over filter using with lateral strict only begin end declare insert update delete join into table count sum max min now null is new old".split(" "));

/**
 * Uses in the body of a PL/pgSQL routine, read from its words: relations and routines are soft (they are looked up when it runs);
 * `table%ROWTYPE` and `table.column%TYPE` are hard unless bodies are not checked, since the server looks them up when it creates the routine.
 */
export function plpgsqlFacts(body: string, parameters: ReadonlySet<string>, facts: FactsBuilder): void {
  const seen = new Set<string>();
  const add = (object: ObjectRef, soft: boolean): void => {
    const key = `${object.kind} ${object.schema} ${object.table} ${object.name} ${soft}`;
    if (seen.has(key)) return;
    seen.add(key);
    facts.uses.push(soft ? { ...object, soft } : object);
  };
  for (const found of body.matchAll(places)) {
    if (found[1] === undefined) continue;
    const names = folded(found[1]);
    const mark = found[2]?.trim().toLowerCase();
    if (names.length === 1 && (keywords.has(names[0]!) || parameters.has(names[0]!))) continue;
    if (mark === "(") add({ kind: "routine", ...parts(names) }, true);
    else if (mark?.endsWith("rowtype") === true) add(relationNamed("table", names, facts), !facts.state.checksBodies);
    else if (mark !== undefined && names.length > 1) {
      const table = relationNamed("table", names.slice(0, -1), facts);
      add(table, !facts.state.checksBodies);
      add(columnOf(table, names.at(-1)!), !facts.state.checksBodies);
    } else if (mark === undefined && relationWord.test(found[0])) add(relationNamed("table", names, facts), true);
  }
}

function folded(dotted: string): string[] {
  return [...dotted.matchAll(/"((?:[^"]|"")*)"|([^".]+)/g)].map((found) => found[1]?.replaceAll('""', '"') ?? (found[2] ?? "").toLowerCase());
}

/**
 * What a DO block does when it runs: the statements in it, also those of EXECUTE with a constant text. Whether each is reached cannot be known,
 * so its uses are soft and what it makes or drops counts as conditional.
 */
export function doFacts(facts: FactsBuilder): void {
  let block: unknown;
  try {
    block = facts.state.parser.parsePlpgsql(facts.statement.text);
  } catch {
    return; // The server will say what is wrong with the body; nothing can be known of it here.
  }
  facts.idempotent = true;
  for (const query of queriesOf(block)) enterText(query, facts);
}

function enterText(text: string, facts: FactsBuilder): void {
  let statements;
  try {
    statements = facts.state.parser.parse(text).stmts ?? [];
  } catch {
    return; // Text with PL/pgSQL variables in places where SQL has none: nothing certain can be read from it.
  }
  for (const { stmt } of statements) {
    if (stmt === undefined) continue;
    const inner = facts.inside();
    inner.soft = true;
    facts.state.enter(stmt, inner);
    facts.absorb(inner);
  }
}

interface Expression {
  readonly query?: string;
  readonly parseMode?: number;
}

/** The SQL texts of a PL/pgSQL tree: statements as they are, expressions as SELECT. */
export function* queriesOf(part: unknown): Generator<string> {
  if (part === null || typeof part !== "object") return;
  if (Array.isArray(part)) {
    for (const item of part) yield* queriesOf(item);
    return;
  }
  const node = part as Readonly<Record<string, unknown>>;
  const dynamic = node["PLpgSQL_stmt_dynexecute"] as { readonly query?: { readonly PLpgSQL_expr?: Expression } } | undefined;
  const constant = /^\s*'((?:[^']|'')*)'\s*$/.exec(dynamic?.query?.PLpgSQL_expr?.query ?? "")?.[1];
  if (constant !== undefined) yield constant.replaceAll("''", "'");
  const expression = node["PLpgSQL_expr"] as Expression | undefined;
  if (expression?.query !== undefined) {
    if ((expression.parseMode ?? 0) === 0) yield expression.query;
    else if (expression.parseMode === 2) yield `SELECT ${expression.query}`;
    return;
  }
  for (const key in node) yield* queriesOf(node[key]);
}

