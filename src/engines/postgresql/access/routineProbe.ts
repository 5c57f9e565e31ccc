import type { Attempt } from "../../../core/access/attempt.ts";
import type { RoutineObject } from "../../../core/catalog/catalog.ts";
import { quoteObject, quoteText } from "../quote.ts";
import type { Probe } from "./room.ts";

/** What somebody runs to try whether a routine may be called. The body of a function does not run: the server asks for the right before, also where no row calls it. */
export function routineProbe(routine: RoutineObject, attempt: Attempt): Probe {
  const types = argumentTypes(routine.signature);
  const values = types.map((type, at) => `${at === types.length - 1 && /\bVARIADIC\b/.test(head(routine)) ? "VARIADIC " : ""}NULL::${/^any/.test(type) ? "integer" : type}`);
  const call = `${quoteObject(routine)}(${values.join(", ")})`;
  if (routine.form === "procedure") return { attempt, sql: `CALL ${call}`, needsRow: false, rows: [], note: "Called with nulls." };
  const asked = `SELECT WHERE pg_catalog.has_function_privilege(${quoteText(`${quoteObject(routine)}(${routine.signature})`)}::pg_catalog.regprocedure, 'EXECUTE')`;
  // Planning looks into bodies in SQL and can fail over what they hold; the right was there then, and the server is asked for it.
  const otherwise: Probe = { attempt, sql: asked, needsRow: true, rows: [], note: "Asked of the server: its body cannot be planned for this call." };
  return { attempt, sql: `SELECT ${call} WHERE false`, needsRow: false, rows: [], note: "Whether it may be called; its body did not run.", otherwise };
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
