import { markOfColumn } from "../../../../core/access/markNames.ts";
import type { PolicyRequest } from "../../../../core/access/policyDesign.ts";
import type { Catalog, ColumnObject, TableObject } from "../../../../core/catalog/catalog.ts";
import { sameColumn, sameTable } from "../../../../core/catalog/lookup.ts";
import { UsageError } from "../../../../core/errors.ts";
import { definedIn } from "../../audit/definers/programs.ts";
import type { KnownAccounts } from "../holders.ts";
import { held } from "../../audit/world/powers.ts";
import type { DesignRoom } from "./room.ts";

/** The table, its owner, and what else a design needs. Throws UsageError with what to add. */
export function roomFor(request: PolicyRequest, catalog: Catalog, known: KnownAccounts, database: string): DesignRoom {
  const table = catalog.tables.find(({ name }) => sameTable(catalog, name, request.table));
  if (table === undefined) {
    const view = catalog.views.some(({ name }) => sameTable(catalog, name, request.table));
    throw new UsageError("badArgument", view ? `${request.table} is a view already.` : `There is no table ${request.table}.`, { next: "Name a table of the database." });
  }
  const rows = `${table.name}_rows`;
  if ([...catalog.tables, ...catalog.views].some(({ name }) => sameTable(catalog, name, rows))) throw new UsageError("badArgument", `${table.name} cannot be put behind a view, because ${rows}, the name that it would get, is taken.`, { next: `Rename ${rows} first.` });
  const definer = lockedDefiner(catalog, known);
  return { request, catalog, table, owner: ownerOf(request, catalog, table), world: { ...known, database }, rows, ...(definer === undefined ? {} : { definer }) };
}

function ownerOf({ owner }: PolicyRequest, catalog: Catalog, table: TableObject): ColumnObject {
  const found = table.columns.find(({ name }) => (owner === undefined ? markOfColumn(name) === "owner" : sameColumn(catalog, name, owner)));
  if (found !== undefined) return found;
  throw new UsageError("badArgument", owner === undefined ? `No column of ${table.name} says whose a row is.` : `${table.name} has no column ${owner}.`, { next: "Add a column for the owner, or name it with --owner." });
}

/** An account that is locked, rules nothing, and is a definer here already or called as one. */
function lockedDefiner(catalog: Catalog, known: KnownAccounts): string | undefined {
  const used = new Set(definedIn(catalog).map(({ definer }) => definer));
  return known.accounts.find(({ name, user, locked, password }) => locked && password !== "none" && !/^(?:mysql|mariadb)\./.test(user) && (used.has(name) || /^view_?(?:owner|definer)s?$/i.test(user)) && held(known, name).every(({ database, names }) => database !== undefined || names.size === 0))?.name;
}
