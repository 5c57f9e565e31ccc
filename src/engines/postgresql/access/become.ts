import type { Identity } from "../../../core/access/identity.ts";
import type { Session } from "../../engine.ts";
import { quoteText } from "../quote.ts";

/** The one statement that makes the rest of a transaction or savepoint run as somebody; undefined where nothing is to be set. The role comes last: it may set less. */
export function becomeStatement(identity: Identity): string | undefined {
  const settings = [...Object.entries(identity.settings), ...(identity.role === undefined ? [] : [["role", identity.role] as const])];
  if (settings.length === 0) return undefined;
  return `SELECT ${settings.map(([name, value]) => `pg_catalog.set_config(${quoteText(name)}, ${quoteText(value)}, true)`).join(", ")}`;
}

/** Makes the rest of the open savepoint run as somebody, with the triggers switched on again that are off while rows are made. Throws StatementError for a role that is not there or that the connection may not take. */
export async function become(session: Session, identity: Identity, triggers: "as they are" | "on" = "as they are"): Promise<void> {
  const on = triggers === "on" ? `pg_catalog.set_config('session_replication_role', 'origin', true)` : "";
  const statement = becomeStatement(identity);
  if (statement !== undefined) await session.run(on === "" ? statement : statement.replace(/^SELECT /, `SELECT ${on}, `));
  else if (on !== "") await session.run(`SELECT ${on}`);
}
