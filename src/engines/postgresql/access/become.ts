import type { Identity } from "../../../core/access/identity.ts";
import { quoteText } from "../quote.ts";

/** The one statement that makes the rest of a transaction or savepoint run as somebody; undefined where nothing is to be set. The role comes last: it may set less. */
export function becomeStatement(identity: Identity): string | undefined {
  const settings = [...Object.entries(identity.settings), ...(identity.session === undefined ? [] : [["session_authorization", identity.session] as const]), ...(identity.role === undefined ? [] : [["role", identity.role] as const])];
  if (settings.length === 0) return undefined;
  return `SELECT ${settings.map(([name, value]) => `pg_catalog.set_config(${quoteText(name)}, ${quoteText(value)}, true)`).join(", ")}`;
}

/** What makes the rest of a savepoint run as somebody, with the triggers switched on again that are off while rows are made; empty where nothing is to be set. */
export function becoming(identity: Identity, triggers: "as they are" | "on" = "as they are"): string[] {
  const on = triggers === "on" ? "pg_catalog.set_config('session_replication_role', 'origin', true)" : "";
  const statement = becomeStatement(identity);
  if (statement === undefined) return on === "" ? [] : [`SELECT ${on}`];
  return [on === "" ? statement : statement.replace(/^SELECT /, () => `SELECT ${on}, `)];
}
