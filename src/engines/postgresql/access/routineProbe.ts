import type { Attempt } from "../../../core/access/attempt.ts";
import type { Catalog, RoutineObject } from "../../../core/catalog/catalog.ts";
import { quoteObject, quoteText } from "../quote.ts";
import { bodyStays } from "./bodyStays.ts";
import type { Probe } from "./room.ts";
import { valueOfType } from "./values.ts";

/** How long a body may run. */
const bodySeconds = 1;

/**
 * What somebody runs to try whether a routine may be called: first the right alone, which the server asks for also where no row calls it, then the body with
 * made-up arguments. Where those cannot be made up, or a rollback would not undo the body, the right alone is tried and the outcome says so.
 */
export function routineProbe(catalog: Catalog, routine: RoutineObject, attempt: Attempt): Probe {
  const types = argumentTypes(routine.signature);
  const call = (values: readonly string[]): string => `${quoteObject(routine)}(${values.map((value, at) => `${at === types.length - 1 && /\bVARIADIC\b/.test(head(routine)) ? "VARIADIC " : ""}${value}`).join(", ")})`;
  const asked = `SELECT WHERE pg_catalog.has_function_privilege(${quoteText(`${quoteObject(routine)}(${routine.signature})`)}::pg_catalog.regprocedure, 'EXECUTE')`;
  const made = madeUp(catalog, types);
  const stays = typeof made === "string" ? `${made} can be made up` : bodyStays(catalog, routine);
  const body: Probe | undefined = attempt.rightAlone === true || stays !== undefined || typeof made === "string" ? undefined : {
    attempt, sql: routine.form === "procedure" ? `CALL ${call(made)}` : `SELECT ${call(made)}`, needsRow: false, rows: [], before: [`SET LOCAL statement_timeout = '${bodySeconds}s'`],
    note: types.length === 0 ? "Its body ran; what it did was undone." : "Its body ran with made-up arguments; what it did was undone.", failed: `It may be called, but its body fails${types.length === 0 ? "" : " with made-up arguments"}, so what it lets through is not known`,
  };
  const note = stays === undefined ? "Whether it may be called; its body did not run." : `Whether it may be called; its body did not run, because ${stays}.`;
  // Planning looks into bodies in SQL and can fail over what they hold; the right was there then, and the server is asked for it.
  const right: Probe = { attempt, sql: asked, needsRow: true, rows: [], denies: "grant", note, ...(body === undefined ? {} : { then: body }) };
  if (routine.form === "procedure") return right;
  const nulls = types.map((type) => `NULL::${/^any/.test(type) ? "integer" : type}`);
  return { attempt, sql: `SELECT ${call(nulls)} WHERE false`, needsRow: false, rows: [], note, otherwise: right, ...(body === undefined ? {} : { then: body }) };
}

/** Arguments as expressions; in words, the first that has none. */
function madeUp(catalog: Catalog, types: readonly string[]): string[] | string {
  const values: string[] = [];
  for (const [at, type] of types.entries()) {
    const concrete = type.replace(/^any(?:compatible)?array$/, "integer[]").replace(/^any(?:element|nonarray|compatible|compatiblenonarray)?$/, "integer").replace(/^"any"$/, "integer");
    const value = valueOfType(catalog, concrete, at + 1);
    if (value === undefined) return `no value of its argument of type ${type}`;
    values.push(`${quoteText(value)}::${concrete}`);
  }
  return values;
}

function head({ definition }: RoutineObject): string {
  return definition.slice(0, Math.max(definition.search(/\bAS \$|\bBEGIN ATOMIC\b|\bRETURN\b/), 0));
}

/** "integer, numeric(10,2), text[]" → each of them. */
export function argumentTypes(signature: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let current = "";
  for (const char of signature) {
    if (char === '"') quoted = !quoted;
    if (!quoted && (char === "(" || char === "[")) depth += 1;
    if (!quoted && (char === ")" || char === "]")) depth -= 1;
    if (char === "," && depth === 0 && !quoted) {
      parts.push(current.trim());
      current = "";
    } else current += char;
  }
  if (current.trim() !== "") parts.push(current.trim());
  return parts;
}
