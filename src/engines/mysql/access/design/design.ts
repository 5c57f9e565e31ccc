import type { PolicyDesign, PolicyRequest } from "../../../../core/access/policyDesign.ts";
import type { Catalog } from "../../../../core/catalog/catalog.ts";
import type { Session } from "../../../engine.ts";
import { readHolders } from "../holders.ts";
import { roomFor } from "./find.ts";
import { expectations, lockedOut, warnings } from "./people.ts";
import { mapping } from "./room.ts";
import { isMapped, steps } from "./views.ts";

const neverFires = new AbortController().signal;

/**
 * Puts a table behind a view of its name that shows and takes the asking account's own rows alone. The table gets another name, so that grants on the old one,
 * which go by name, hold for the view and not for the table. Throws UsageError where no column says whose a row is, or a role is missing.
 */
export async function design(session: Session, request: PolicyRequest, catalog: Catalog): Promise<PolicyDesign> {
  const room = roomFor(request, catalog, await readHolders(session, neverFires), session.facts.database);
  const mapped = isMapped(room);
  const done = steps(room);
  const { table, owner, rows, definer } = room;
  return {
    reasons: [
      `${owner.name} is the owner: ${request.owner === undefined ? "its name says so" : "it was named"}.`,
      mapped ? `It holds no names of accounts (${owner.type}), so the table ${mapping.table} says which account is which owner.` : "It holds the name of the account, without its host, as USER() tells it.",
      `${table.name} becomes a view with SQL SECURITY DEFINER and WITH CASCADED CHECK OPTION over the table, which is called ${rows} from then on: applications keep the name, and grants on it hold for the view alone.`,
      ...(definer === undefined ? [] : [`The view runs as ${definer}, which is locked and gets the table's rows and no more.`]),
      ...(request.mode === "granular" ? [`Editors read, add and change their own rows; ${table.name}_all shows viewers all rows, and administrators of the application change them there.`] : []),
    ],
    statements: done.map(({ sql }) => sql),
    undo: done.map(({ undo }) => undo).reverse(),
    warnings: warnings(room, mapped),
    lockedOut: lockedOut(room),
    expected: expectations(room, session.facts.user),
  };
}
