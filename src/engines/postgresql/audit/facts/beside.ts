import { notOfExtension, userSchema } from "../../catalog/sql.ts";
import type { Cell } from "../../../engine.ts";
import { aclJson, type PrivilegeFact } from "./privileges.ts";
import { cellList, cellText, type ReadFacts } from "./read.ts";

/** What is published goes to whoever subscribes, without passing a policy. */
export interface PublishedTable {
  readonly publication: string;
  readonly schema: string;
  readonly table: string;
  readonly allTables: boolean;
}

export interface EventTriggerFact {
  readonly name: string;
  readonly owner: string;
  readonly ownerSuperuser: boolean;
  /** Schema-qualified and quoted where needed. */
  readonly routine: string;
  readonly routineOwner: string;
  readonly routineOwnerSuperuser: boolean;
}

export interface DatabaseFact {
  readonly name: string;
  readonly owner: string;
  readonly anyoneMayMakeTemporary: boolean;
}

export interface SequenceFact {
  readonly schema: string;
  readonly name: string;
  readonly owner: string;
  readonly privileges: readonly PrivilegeFact[];
}

/** One relation or routine that a view's query names. */
export interface ViewRead {
  readonly kind: "relation" | "routine";
  readonly schema: string;
  readonly name: string;
  /** Of a routine: "integer, text". */
  readonly signature?: string;
}

const publicationsQuery = "SELECT p.pubname, t.schemaname, t.tablename, p.puballtables FROM pg_catalog.pg_publication p JOIN pg_catalog.pg_publication_tables t ON t.pubname = p.pubname ORDER BY 1, 2, 3";

const eventTriggersQuery = `SELECT e.evtname, o.rolname, o.rolsuper, pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(p.proname), r.rolname, r.rolsuper
  FROM pg_catalog.pg_event_trigger e JOIN pg_catalog.pg_roles o ON o.oid = e.evtowner JOIN pg_catalog.pg_proc p ON p.oid = e.evtfoid
  JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace JOIN pg_catalog.pg_roles r ON r.oid = p.proowner WHERE e.evtenabled <> 'D' ORDER BY 1`;

const databaseQuery = `SELECT d.datname, pg_catalog.pg_get_userbyid(d.datdba),
    EXISTS (SELECT 1 FROM pg_catalog.aclexplode(COALESCE(d.datacl, pg_catalog.acldefault('d', d.datdba))) x WHERE x.grantee = 0 AND x.privilege_type = 'TEMPORARY')
  FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()`;

const sequencesQuery = `SELECT n.nspname, c.relname, pg_catalog.pg_get_userbyid(c.relowner), ${aclJson("c.relacl", "s", "c.relowner")}
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'S' AND ${userSchema("n")} AND ${notOfExtension("pg_class", "c.oid")} ORDER BY 1, 2`;

const viewReadsQuery = `SELECT vn.nspname || '.' || v.relname, u.kind, un.nspname, u.name, u.signature
  FROM pg_catalog.pg_class v JOIN pg_catalog.pg_namespace vn ON vn.oid = v.relnamespace JOIN pg_catalog.pg_rewrite r ON r.ev_class = v.oid AND r.rulename = '_RETURN'
  JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND d.objid = r.oid AND d.refobjid <> v.oid
  CROSS JOIN LATERAL (
    SELECT 'relation' AS kind, t.relnamespace AS namespace, t.relname AS name, NULL AS signature FROM pg_catalog.pg_class t WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND t.oid = d.refobjid
    UNION ALL SELECT 'routine', p.pronamespace, p.proname, pg_catalog.oidvectortypes(p.proargtypes) FROM pg_catalog.pg_proc p WHERE d.refclassid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND p.oid = d.refobjid
  ) u JOIN pg_catalog.pg_namespace un ON un.oid = u.namespace AND un.nspname NOT IN ('pg_catalog', 'information_schema')
  WHERE v.relkind IN ('v', 'm') AND ${userSchema("vn")} GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4`;

const leakproofQuery = `SELECT n.nspname || '.' || p.proname || '(' || pg_catalog.oidvectortypes(p.proargtypes) || ')' FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
  WHERE p.proleakproof AND ${userSchema("n")} AND ${notOfExtension("pg_proc", "p.oid")} ORDER BY 1`;

const builtInsQuery = "SELECT pg_catalog.json_agg(DISTINCT p.proname)::pg_catalog.text FROM pg_catalog.pg_proc p WHERE p.pronamespace = 'pg_catalog'::pg_catalog.regnamespace";

export async function readPublications({ rows }: ReadFacts): Promise<readonly PublishedTable[]> {
  return (await rows(publicationsQuery)).map(([publication, schema, table, all]) => ({ publication: cellText(publication), schema: cellText(schema), table: cellText(table), allTables: all === true }));
}

export async function readEventTriggers({ rows }: ReadFacts): Promise<readonly EventTriggerFact[]> {
  return (await rows(eventTriggersQuery)).map(([name, owner, ownerSuper, routine, routineOwner, routineSuper]) => ({
    name: cellText(name), owner: cellText(owner), ownerSuperuser: ownerSuper === true, routine: cellText(routine), routineOwner: cellText(routineOwner), routineOwnerSuperuser: routineSuper === true,
  }));
}

export async function readDatabase({ rows }: ReadFacts): Promise<DatabaseFact> {
  const [name, owner, temporary] = (await rows(databaseQuery))[0] ?? [];
  return { name: cellText(name), owner: cellText(owner), anyoneMayMakeTemporary: temporary === true };
}

export async function readSequences({ rows }: ReadFacts): Promise<readonly SequenceFact[]> {
  return (await rows(sequencesQuery)).map(([schema, name, owner, acl]) => ({ schema: cellText(schema), name: cellText(name), owner: cellText(owner), privileges: cellList<PrivilegeFact>(acl) }));
}

/** By the view's "schema.name". */
export async function readViewReads({ rows }: ReadFacts): Promise<ReadonlyMap<string, readonly ViewRead[]>> {
  const found = new Map<string, ViewRead[]>();
  for (const [view, kind, schema, name, signature] of await rows(viewReadsQuery)) {
    const read: ViewRead = { kind: kind === "routine" ? "routine" : "relation", schema: cellText(schema), name: cellText(name), ...(signature === null || signature === undefined ? {} : { signature: cellText(signature) }) };
    found.set(cellText(view), [...(found.get(cellText(view)) ?? []), read]);
  }
  return found;
}

/** As "schema.name(types)". */
export async function readLeakproof({ rows }: ReadFacts): Promise<ReadonlySet<string>> {
  return new Set((await rows(leakproofQuery)).map(([name]: readonly Cell[]) => cellText(name)));
}

/** Names of the server's own routines, which are found whatever the search path is. */
export async function readBuiltIns({ rows }: ReadFacts): Promise<ReadonlySet<string>> {
  return new Set(cellList<string>((await rows(builtInsQuery))[0]?.[0]));
}
