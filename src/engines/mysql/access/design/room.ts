import type { PolicyRequest } from "../../../../core/access/policyDesign.ts";
import type { Catalog, ColumnObject, TableObject } from "../../../../core/catalog/catalog.ts";
import type { Account, World } from "../../audit/world/world.ts";

/** What a design is made of. */
export interface DesignRoom {
  readonly request: PolicyRequest;
  readonly catalog: Catalog;
  readonly table: TableObject;
  readonly owner: ColumnObject;
  /** Accounts and what they hold, as far as it matters here. */
  readonly world: Pick<World, "flavour" | "variables" | "privileges" | "memberships" | "database"> & { readonly accounts: readonly Account[] };
  /** The table's new name; its old one becomes the view's, so that applications and grants by name go through the view. */
  readonly rows: string;
  /** As whom the view runs: a locked account; absent: whoever applies it. */
  readonly definer?: string;
}

/** Where accounts are mapped to owners that are no account's name. */
export const mapping = { table: "account_owners", account: "account", owner: "owner" } as const;
