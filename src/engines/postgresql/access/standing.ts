import type { Mechanism } from "../../../core/access/attempt.ts";
import type { Identity } from "../../../core/access/identity.ts";
import type { TableObject } from "../../../core/catalog/catalog.ts";
import { StatementError } from "../../../core/errors.ts";
import type { Session } from "../../engine.ts";
import { quoteText } from "../quote.ts";
import { becoming } from "./become.ts";
import { undone } from "./undone.ts";

/** How somebody stands to a table's row security: held by its policies, above them, its owner, or there is none. */
export async function standingOf(session: Session, table: TableObject, identity: Identity): Promise<Mechanism> {
  try {
    const found = await undone(session, [
      ...becoming(identity),
      `SELECT pg_catalog.row_security_active(c.oid), c.relrowsecurity, r.rolsuper OR r.rolbypassrls FROM pg_catalog.pg_class c, pg_catalog.pg_roles r
       WHERE c.relname = ${quoteText(table.name)} AND c.relnamespace = (SELECT n.oid FROM pg_catalog.pg_namespace n WHERE n.nspname = ${quoteText(table.schema)}) AND r.rolname = current_user`,
    ]);
    const [active, enabled, above] = found.rows[0] ?? [];
    if (active === true) return "policy";
    if (enabled !== true) return "open";
    return above === true ? "bypass" : "owner";
  } catch (error) {
    if (error instanceof StatementError) return "open";
    throw error;
  }
}
