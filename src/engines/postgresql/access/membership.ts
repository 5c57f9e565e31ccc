import type { Catalog, TableObject } from "../../../core/catalog/catalog.ts";
import { StatementError } from "../../../core/errors.ts";
import type { Session } from "../../engine.ts";
import { quoteName, quoteObject } from "../quote.ts";
import { literal, baseType, fits } from "./values.ts";
import { markOfColumn } from "../../../core/access/markNames.ts";

/** A table whose rows say who belongs to which tenant. */
export interface Membership {
  readonly table: TableObject;
  readonly owner: string;
  readonly tenant: string;
}

/** The tables that say so: one column for a person, one for a tenant, and a key over both or a name that tells. */
export function membershipsOf(catalog: Catalog): Membership[] {
  return catalog.tables.flatMap((table) => {
    const owner = table.columns.find(({ name }) => markOfColumn(name) === "owner")?.name;
    const tenant = table.columns.find(({ name }) => markOfColumn(name) === "tenant")?.name;
    if (owner === undefined || tenant === undefined) return [];
    const both = (columns: readonly string[]): boolean => columns.includes(owner) && columns.includes(tenant) && columns.length === 2;
    const keyed = table.indexes.some((index) => index.unique && both(index.columns)) || table.constraints.some(({ form, columns }) => (form === "primaryKey" || form === "unique") && both(columns));
    return keyed || /member/i.test(table.name) ? [{ table, owner, tenant }] : [];
  });
}

/** The tenant that a person belongs to in the data; undefined where none is found. */
export async function tenantOfMember(session: Session, catalog: Catalog, user: string): Promise<string | undefined> {
  for (const { table, owner, tenant } of membershipsOf(catalog)) {
    const column = table.columns.find(({ name }) => name === owner);
    if (column === undefined || !fits(baseType(catalog, column.type), user)) continue;
    const found = await session.run(`SELECT ${quoteName(tenant)}::text FROM ${quoteObject(table)} WHERE ${quoteName(owner)} = ${literal(column, user)} LIMIT 1`).catch((error: unknown) => {
      if (error instanceof StatementError) return undefined;
      throw error;
    });
    const value = found?.rows[0]?.[0];
    if (typeof value === "string") return value;
  }
  return undefined;
}
