import type { ColumnObject, TableObject } from "../../../../core/catalog/catalog.ts";
import type { RankedRoles } from "./roleWords.ts";

/** How a row belongs to somebody. */
export type Bond = UserBond | TenantBond | ParentBond;

/** The column holds the asker's id. */
export interface UserBond {
  readonly form: "user";
  readonly column: ColumnObject;
  readonly why: string;
}

/** The column says which tenant's; the asker belongs to it by a row of `via`, or the application says so in a setting. */
export interface TenantBond {
  readonly form: "tenant";
  readonly column: ColumnObject;
  readonly via: Membership | null;
  readonly why: string;
}

/** The column refers to a row that belongs to somebody. */
export interface ParentBond {
  readonly form: "parent";
  readonly column: ColumnObject;
  readonly parent: TableObject;
  /** The column of the parent that is referred to. */
  readonly key: string;
  readonly bond: Bond;
  readonly why: string;
}

/** A table that says who belongs to which tenant. */
export interface Membership {
  readonly table: TableObject;
  readonly user: ColumnObject;
  readonly tenant: ColumnObject;
  /** What a member may do by role; null where there is none, or none can be ranked. */
  readonly role: { readonly column: ColumnObject; readonly ranks: RankedRoles } | null;
  /** A column that is set once somebody has left. */
  readonly ended: ColumnObject | null;
}

/** The membership at the end of the way to an owner; null where there is none. */
export function membershipOf(bond: Bond): Membership | null {
  return bond.form === "parent" ? membershipOf(bond.bond) : bond.form === "tenant" ? bond.via : null;
}

export function columnOf(table: TableObject, name: string): ColumnObject | undefined {
  return table.columns.find((column) => column.name === name);
}
