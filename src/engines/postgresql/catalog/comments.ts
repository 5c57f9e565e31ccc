import type { RawRow } from "../wire/batch.ts";
import type { CatalogQuery } from "./family.ts";

/** Every comment on people's objects at once: few have one, so that a look-up for each object would cost more. */
export const commentsQuery: CatalogQuery = {
  name: "comments",
  sql: () => `SELECT c.relname, d.objoid, d.objsubid, d.description FROM pg_catalog.pg_description d JOIN pg_catalog.pg_class c ON c.oid = d.classoid WHERE d.objoid >= 16384
    UNION ALL SELECT 'pg_namespace', d.objoid, 0, d.description FROM pg_catalog.pg_description d JOIN pg_catalog.pg_namespace n ON n.oid = d.objoid AND n.nspname = 'public' WHERE d.classoid = 'pg_catalog.pg_namespace'::pg_catalog.regclass`,
};

export type DescribedClass = "pg_class" | "pg_namespace" | "pg_type" | "pg_proc" | "pg_constraint" | "pg_trigger" | "pg_policy";

const onPartsOfRelations: ReadonlySet<string | null | undefined> = new Set(["pg_class", "pg_constraint", "pg_trigger", "pg_policy"] satisfies DescribedClass[]);

/** The comments of a database, by the system table and oid of what they describe. */
export class Comments {
  private readonly rows: readonly RawRow[];
  private readonly texts: ReadonlyMap<string, string>;

  constructor(rows: readonly RawRow[]) {
    this.rows = rows;
    this.texts = new Map(rows.map(([table, oid, subId, text]) => [`${table} ${oid} ${subId}`, text ?? ""]));
  }

  /** `subId` is a column's number; null where there is no comment. */
  on(table: DescribedClass, oid: string | null | undefined, subId = "0"): string | null {
    return this.texts.get(`${table} ${oid} ${subId}`) ?? null;
  }

  /** For each of these relations a text that differs where any comment does that its object may show: those on it and its columns, and all that are on parts of any relation. */
  marks(relations: ReadonlySet<string>): (relation: string) => string {
    const own = new Map<string, RawRow[]>();
    const elsewhere: RawRow[] = [];
    for (const row of this.rows) {
      const [table, oid] = row;
      if (!onPartsOfRelations.has(table)) continue;
      if (table !== "pg_class" || !relations.has(oid ?? "")) elsewhere.push(row);
      else own.set(oid ?? "", [...(own.get(oid ?? "") ?? []), row]);
    }
    const text = (some: readonly RawRow[]): string => some.map((row) => JSON.stringify(row)).sort().join();
    const shared = text(elsewhere);
    return (relation) => `${text(own.get(relation) ?? [])}\n${shared}`;
  }
}
