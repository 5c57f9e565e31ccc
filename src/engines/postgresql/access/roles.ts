import type { Catalog } from "../../../core/catalog/catalog.ts";
import type { Session } from "../../engine.ts";

/** Roles that somebody may be tried as. */
export interface Roles {
  /** All that the connection may take. */
  readonly takable: readonly string[];
  /** Those without special powers that tables are granted to, the most granted first. */
  readonly granted: readonly string[];
  readonly anonymous: string | undefined;
  readonly authenticated: string | undefined;
}

/** Reads which roles there are and which of them the connection may take. */
export async function readRoles(session: Session, catalog: Catalog): Promise<Roles> {
  const found = await session.run(`SELECT r.rolname, r.rolsuper OR r.rolbypassrls FROM pg_catalog.pg_roles r WHERE r.rolname !~ '^pg_' AND pg_catalog.pg_has_role(r.oid, 'MEMBER') ORDER BY 1`);
  const takable = found.rows.map(([name]) => String(name));
  const mighty = new Set(found.rows.filter(([, above]) => above === true).map(([name]) => String(name)));
  const counts = new Map<string, number>();
  for (const { grants, owner } of [...catalog.tables, ...catalog.views]) {
    for (const { grantee } of grants ?? []) if (grantee !== owner && takable.includes(grantee) && !mighty.has(grantee)) counts.set(grantee, (counts.get(grantee) ?? 0) + 1);
  }
  const one = (names: readonly string[]): string | undefined => names.find((name) => takable.includes(name));
  return {
    takable,
    granted: [...counts].sort((first, second) => second[1] - first[1] || (first[0] < second[0] ? -1 : 1)).map(([name]) => name),
    anonymous: one(["anon", "web_anon", "anonymous", "web_anonymous"]),
    authenticated: one(["authenticated", "web_user", "webuser", "app_user"]),
  };
}
