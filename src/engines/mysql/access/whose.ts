import type { Catalog, TableObject, ViewObject } from "../../../core/catalog/catalog.ts";
import type { Identity } from "../../../core/access/identity.ts";
import { markOfColumn } from "../../../core/access/markNames.ts";
import type { Flavour } from "../flavourName.ts";
import { quoteText } from "../quote.ts";
import type { Disposable } from "./tries.ts";
import { baseOf, type UserView, userViewOf, userViews } from "./userView.ts";
import { isNumeric, madeUp } from "./values.ts";

/** What is known of a relation whose rows belong to somebody. */
export interface Ownership {
  /** The table in which rows are made. */
  readonly base: TableObject;
  /** The view that decides, where one does: the one that is tried, or the one that stands before the table. */
  readonly guard?: UserView;
  /** The column of the base table that says whose a row is. */
  readonly owner?: string;
}

export function ownershipOf(relation: TableObject | ViewObject, catalog: Catalog, flavour: Flavour): Ownership | undefined {
  const isView = "query" in relation;
  const base = isView ? baseOf(relation, catalog, flavour) : relation;
  if (base === undefined) return undefined;
  const guard = (isView ? userViewOf(relation, catalog, flavour) : undefined) ?? userViews(catalog, flavour).find((one) => one.base.name === base.name);
  const owner = guard?.owner ?? base.columns.find(({ name }) => markOfColumn(name) === "owner")?.name;
  return { base, ...(guard === undefined ? {} : { guard }), ...(owner === undefined ? {} : { owner }) };
}

/** A mapping's row that must be there for a value to be somebody's. */
export interface Mapped {
  readonly table: string;
  readonly values: ReadonlyMap<string, string>;
}

export interface OwnValue {
  /** As an expression. */
  readonly value: string;
  readonly mapped?: Mapped;
}

/** What the owner column must hold for a row to be this identity's; the disposable account stands for it. */
export function ownValue({ base, guard, owner }: Ownership, identity: Identity, account: Disposable): OwnValue | undefined {
  const column = base.columns.find(({ name }) => name === owner);
  if (column === undefined) return undefined;
  const said = guard?.variable === undefined ? undefined : identity.settings[guard.variable];
  if (guard?.form === "variable") return { value: quoteText(said ?? identity.owns[0] ?? "") };
  if (guard?.mapping !== undefined) {
    const value = madeUp(column.type) ?? "1";
    const { mapping } = guard;
    return { value, mapped: { table: mapping.table, values: new Map([[mapping.account, quoteText(mapping.byName ? account.user : account.name)], [mapping.value, value]]) } };
  }
  if (guard !== undefined) return { value: quoteText(guard.form === "name" ? account.user : account.name) };
  return { value: isNumeric(column) ? (identity.owns.find((one) => /^\d+$/.test(one)) ?? "1") : quoteText(identity.owns[0] ?? account.user) };
}

/** What it must hold to be somebody else's. */
export function foreignValue({ base, owner }: Ownership, own: string): string | undefined {
  const column = base.columns.find(({ name }) => name === owner);
  if (column === undefined) return undefined;
  if (isNumeric(column)) return own === "2" ? "3" : "2";
  return quoteText("de_else");
}
