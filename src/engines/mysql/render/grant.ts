import type { Catalog, Grant } from "../../../core/catalog/catalog.ts";
import { quoteName } from "../quote.ts";
import { byName } from "./names.ts";

/** Something that grants are on, as GRANT writes it: "TABLE `t`", "PROCEDURE `p`". */
export interface Grantable {
  readonly target: string;
  /** The key of its flat object. */
  readonly object: string;
  readonly grants: readonly Grant[];
}

/** All objects of a catalog that can have grants, in a fixed order. */
export function grantables(catalog: Catalog): Grantable[] {
  return [
    ...byName(catalog.sequences).map((item) => ({ target: `TABLE ${quoteName(item.name)}`, object: `sequence ${item.name}`, grants: item.grants ?? [] })),
    ...byName(catalog.tables).map((item) => ({ target: `TABLE ${quoteName(item.name)}`, object: `table ${item.name}`, grants: item.grants ?? [] })),
    ...byName(catalog.views).map((item) => ({ target: `TABLE ${quoteName(item.name)}`, object: `view ${item.name}`, grants: item.grants ?? [] })),
    ...byName(catalog.routines).map((item) => ({ target: `${item.form === "procedure" ? "PROCEDURE" : "FUNCTION"} ${quoteName(item.name)}`, object: `routine ${item.name}(${item.signature})`, grants: item.grants ?? [] })),
  ];
}

export function renderGrant(target: string, grant: Grant): string {
  return `GRANT ${words(grant)} ON ${target} TO ${grantee(grant)}${grant.grantable ? " WITH GRANT OPTION" : ""}`;
}

export function renderRevoke(target: string, grant: Grant): string {
  return `REVOKE ${words(grant)}${grant.grantable ? ", GRANT OPTION" : ""} ON ${target} FROM ${grantee(grant)}`;
}

function words(grant: Grant): string {
  return grant.privileges.map((privilege) => (grant.column === undefined ? privilege : `${privilege} (${quoteName(grant.column)})`)).join(", ");
}

/** An account is 'user'@'host' already; a role of MariaDB is 'name'. */
function grantee({ grantee: account }: Grant): string {
  return account.includes("@") ? account : quoteName(account.replace(/^'|'$/g, ""));
}
