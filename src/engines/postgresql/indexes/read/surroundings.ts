import type { TableObject } from "../../../../core/catalog/catalog.ts";
import type { IndexRoom } from "../../../indexes.ts";
import { quoteName } from "../../quote.ts";
import type { Ask } from "./behind.ts";
import type { TypeRoom } from "./operators.ts";

/** What decides how statements are read on this connection. */
export interface Surroundings {
  /** Schemas in which a bare name is looked up. */
  readonly path: readonly string[];
  readonly types: TypeRoom;
  /** The role that asks, with those whose rights it has. */
  readonly roles: ReadonlySet<string>;
  /** Policies hold for it here. */
  isSubject(table: TableObject): boolean;
}

const query = `SELECT pg_catalog.to_json(pg_catalog.current_schemas(false))::pg_catalog.text, d.datcollate,
    (SELECT n.nspname FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'pg_trgm'),
    (SELECT r.rolsuper OR r.rolbypassrls FROM pg_catalog.pg_roles r WHERE r.rolname = coalesce($1, current_user)),
    (SELECT pg_catalog.to_json(pg_catalog.array_agg(r.rolname::pg_catalog.text))::pg_catalog.text FROM pg_catalog.pg_roles r, pg_catalog.pg_roles me WHERE me.rolname = coalesce($1, current_user) AND pg_catalog.pg_has_role(me.oid, r.oid, 'USAGE'))
  FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()`;

/** One query. */
export async function readSurroundings(ask: Ask, { as }: IndexRoom): Promise<Surroundings> {
  const [[path, collation, trigrams, bypasses, roles] = []] = await ask(query, [as?.role ?? null]);
  const names = new Set(JSON.parse(String(roles ?? "[]")) as string[]);
  return {
    path: ["pg_catalog", ...(JSON.parse(String(path ?? "[]")) as string[])],
    types: { bytewise: collation === "C" || collation === "POSIX", trigrams: typeof trigrams === "string" ? quoteName(trigrams) : undefined },
    roles: names,
    isSubject: ({ rowSecurity, owner }) => rowSecurity.enabled && bypasses !== true && (rowSecurity.forced || owner === undefined || !names.has(owner)),
  };
}
