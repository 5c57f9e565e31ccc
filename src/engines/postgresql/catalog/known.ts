import type { RawRow } from "../wire/batch.ts";
import { columnsQuery } from "./columns.ts";
import { constraintsQuery } from "./constraints.ts";
import type { RelationQuery } from "./family.ts";
import { indexesQuery } from "./indexes.ts";
import { relationsQuery } from "./relations.ts";
import type { Stamps } from "./stamps.ts";
import { policiesQuery, triggersQuery } from "./triggers.ts";
import { viewUsesQuery } from "./viewUses.ts";

/** The queries that cost the most, read again only for relations that may have changed. */
export const relationQueries: readonly RelationQuery[] = [relationsQuery, columnsQuery, constraintsQuery, indexesQuery, triggersQuery, policiesQuery, viewUsesQuery];

/** By the query's name, then by the relation's oid. */
export type RelationRows = ReadonlyMap<string, ReadonlyMap<string, readonly RawRow[]>>;

/** What a catalog was read from: the rows of all its relations and the stamps taken just before them. */
export interface Known {
  readonly stamps: Stamps;
  readonly rows: RelationRows;
}

/** What differs from a known state. `changed`: relations that were there before, so that others may name them; `added` are new. */
export interface Changes {
  readonly from: Known;
  readonly added: readonly string[];
  readonly changed: readonly string[];
}

/**
 * The relations whose rows may differ from those known; null where anything may, so that all is to be read again: a changed type, routine or sequence,
 * or whatever else a definition is written from.
 */
export function changesSince(known: Known, now: Stamps): Changes | null {
  if (now.temporary || known.stamps.temporary || now.base !== known.stamps.base) return null;
  for (const [key, stamp] of now.others) if ((known.stamps.others.get(key) ?? stamp) !== stamp) return null;
  const added: string[] = [];
  const changed: string[] = [];
  const catalogued = known.rows.get(relationsQuery.name);
  for (const [oid, stamp] of now.relations) {
    const before = known.stamps.relations.get(oid);
    if (before === undefined) added.push(oid);
    else if (before !== stamp) {
      if (catalogued?.has(oid) !== true) return null;
      changed.push(oid);
    }
  }
  return { from: known, added, changed };
}

/** The relations that name any of $1 (oids of relations) in a definition, directly or through types and routines. */
export const dependentsStep = {
  name: "data_engineer_catalog_dependents",
  text: `WITH RECURSIVE reached (class, object) AS (
      SELECT 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid, c.oid FROM pg_catalog.pg_class c WHERE c.oid = ANY ($1::pg_catalog.oid[])
      UNION SELECT d.classid, d.objid FROM reached r JOIN pg_catalog.pg_depend d ON d.refclassid = r.class AND d.refobjid = r.object)
    SELECT COALESCE(i.indrelid, r.object) FROM reached r LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = r.object WHERE r.class = 'pg_catalog.pg_class'::pg_catalog.regclass
    UNION SELECT x.conrelid FROM reached r JOIN pg_catalog.pg_constraint x ON x.oid = r.object WHERE r.class = 'pg_catalog.pg_constraint'::pg_catalog.regclass
    UNION SELECT x.ev_class FROM reached r JOIN pg_catalog.pg_rewrite x ON x.oid = r.object WHERE r.class = 'pg_catalog.pg_rewrite'::pg_catalog.regclass
    UNION SELECT x.adrelid FROM reached r JOIN pg_catalog.pg_attrdef x ON x.oid = r.object WHERE r.class = 'pg_catalog.pg_attrdef'::pg_catalog.regclass
    UNION SELECT x.tgrelid FROM reached r JOIN pg_catalog.pg_trigger x ON x.oid = r.object WHERE r.class = 'pg_catalog.pg_trigger'::pg_catalog.regclass
    UNION SELECT x.polrelid FROM reached r JOIN pg_catalog.pg_policy x ON x.oid = r.object WHERE r.class = 'pg_catalog.pg_policy'::pg_catalog.regclass`,
} as const;

/** `rows` by their relation. */
export function byRelation(rows: readonly RawRow[]): Map<string, RawRow[]> {
  const found = new Map<string, RawRow[]>();
  for (const row of rows) {
    const list = found.get(row[0] ?? "");
    if (list === undefined) found.set(row[0] ?? "", [row]);
    else list.push(row);
  }
  return found;
}

/** The rows of all relations that are there now: those that were read again, and the known ones of the others. */
export function merged({ from }: Changes, now: Stamps, readAgain: ReadonlySet<string>, rows: RelationRows): RelationRows {
  return new Map(relationQueries.map(({ name }) => {
    const [known, fresh] = [from.rows.get(name), rows.get(name)];
    const found = new Map<string, readonly RawRow[]>();
    for (const oid of now.relations.keys()) {
      const own = (readAgain.has(oid) ? fresh : known)?.get(oid);
      if (own !== undefined) found.set(oid, own);
    }
    return [name, found];
  }));
}

/** As the full query orders relations: by schema and name, byte by byte. */
export function relationsInOrder(rows: RelationRows): RawRow[] {
  const all = [...(rows.get(relationsQuery.name)?.values() ?? [])].flat();
  return all.map((row) => ({ row, schema: Buffer.from(row[1] ?? ""), name: Buffer.from(row[2] ?? "") }))
    .sort((a, b) => Buffer.compare(a.schema, b.schema) || Buffer.compare(a.name, b.name))
    .map(({ row }) => row);
}
