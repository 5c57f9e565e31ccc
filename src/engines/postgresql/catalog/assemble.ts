import type { Catalog, TableObject, ViewObject } from "../../../core/catalog/catalog.ts";
import type { RawRow } from "../wire/batch.ts";
import { readColumns, type RelationColumns, columnsQuery } from "./columns.ts";
import { Comments, commentsQuery } from "./comments.ts";
import { constraintsQuery, readConstraints } from "./constraints.ts";
import { described, grantsOf } from "./described.ts";
import type { CatalogQuery, RelationQuery } from "./family.ts";
import { indexesQuery, readIndexes } from "./indexes.ts";
import { othersQuery, readOthers } from "./others.ts";
import { readRelations, type Relation, relationsQuery } from "./relations.ts";
import { readRoutines, routinesQuery } from "./routines.ts";
import { extensionsQuery, readExtensions, readSchemas, schemasQuery } from "./schemas.ts";
import { readSequences, sequencesQuery } from "./sequences.ts";
import { policiesQuery, readPolicies, readTriggers, triggersQuery } from "./triggers.ts";
import { domainsQuery, readDomains, readTypes, typesQuery } from "./types.ts";
import { readViewUses, viewUsesQuery } from "./viewUses.ts";

interface Built {
  readonly comments: string;
  readonly columns: RelationColumns | undefined;
  readonly object: TableObject | ViewObject;
}

/**
 * What was built from a relation's row, with the rows that were read along with it. A relation whose rows are kept from an earlier reading
 * depends on nothing that changed since, so that its object is kept too.
 */
const built = new WeakMap<RawRow, Built>();

/** The catalog from the rows of its queries. */
export function assemble(rowsOf: (query: CatalogQuery | RelationQuery) => readonly RawRow[]): Catalog {
  const comments = new Comments(rowsOf(commentsQuery));
  const objects = relationObjects(rowsOf, comments);
  return {
    engine: "postgresql",
    rules: { lowersUnquoted: true, comments: true },
    schemas: readSchemas(rowsOf(schemasQuery), comments),
    extensions: readExtensions(rowsOf(extensionsQuery)),
    types: readTypes(rowsOf(typesQuery), comments),
    domains: readDomains(rowsOf(domainsQuery), comments),
    sequences: readSequences(rowsOf(sequencesQuery), comments),
    routines: readRoutines(rowsOf(routinesQuery), comments),
    tables: objects.filter((one): one is TableObject => !isView(one)),
    views: objects.filter(isView),
    others: readOthers(rowsOf(othersQuery)),
  };
}

function isView(object: TableObject | ViewObject): object is ViewObject {
  return object.form === "view" || object.form === "materializedView";
}

function relationObjects(rowsOf: (query: RelationQuery) => readonly RawRow[], comments: Comments): (TableObject | ViewObject)[] {
  const rows = rowsOf(relationsQuery);
  const markOf = comments.marks(new Set(rows.map(([oid]) => oid ?? "")));
  const relations = readRelations(rows, comments);
  const marks = relations.map(({ oid }) => markOf(oid));
  const known = rows.map((row, at) => {
    const before = built.get(row);
    return before?.comments === marks[at] ? before : undefined;
  });
  const missing = new Set(relations.flatMap(({ oid }, at) => (known[at] === undefined ? [oid] : [])));
  const rowsOfMissing = (query: RelationQuery): readonly RawRow[] => (missing.size === 0 ? [] : rowsOf(query).filter(([oid]) => missing.has(oid ?? "")));
  const columns = readColumns(rowsOfMissing(columnsQuery), comments);
  for (const [at, { oid }] of relations.entries()) {
    const kept = known[at]?.columns;
    if (kept !== undefined) columns.set(oid, kept);
  }
  const byOid = new Map(relations.map((relation) => [relation.oid, relation]));
  const parts: Parts = {
    columns,
    constraints: readConstraints(rowsOfMissing(constraintsQuery), byOid, columns, comments),
    indexes: readIndexes(rowsOfMissing(indexesQuery), byOid, columns, comments),
    triggers: readTriggers(rowsOfMissing(triggersQuery), comments),
    policies: readPolicies(rowsOfMissing(policiesQuery), comments),
    uses: readViewUses(rowsOfMissing(viewUsesQuery)),
  };
  return relations.map((relation, at) => {
    const kept = known[at];
    if (kept !== undefined) return kept.object;
    const object = relation.kind === "v" || relation.kind === "m" ? viewObject(relation, parts) : tableObject(relation, parts);
    const row = rows[at];
    if (row !== undefined) built.set(row, { comments: marks[at] ?? "", columns: columns.get(relation.oid), object });
    return object;
  });
}

interface Parts {
  readonly columns: ReadonlyMap<string, RelationColumns>;
  readonly constraints: ReturnType<typeof readConstraints>;
  readonly indexes: ReturnType<typeof readIndexes>;
  readonly triggers: ReturnType<typeof readTriggers>;
  readonly policies: ReturnType<typeof readPolicies>;
  readonly uses: ReturnType<typeof readViewUses>;
}

function common(relation: Relation, { columns }: Parts): ReturnType<typeof described> & { schema: string; name: string } {
  return {
    schema: relation.schema,
    name: relation.name,
    ...described(relation.comment, relation.owner, allGrants(relation, columns.get(relation.oid))),
  };
}

function tableObject(relation: Relation, parts: Parts): TableObject {
  return {
    ...common(relation, parts),
    ...tableFacts(relation),
    columns: parts.columns.get(relation.oid)?.columns ?? [],
    constraints: parts.constraints.get(relation.oid) ?? [],
    indexes: parts.indexes.get(relation.oid) ?? [],
    triggers: parts.triggers.get(relation.oid) ?? [],
    policies: parts.policies.get(relation.oid) ?? [],
  };
}

function viewObject(relation: Relation, parts: Parts): ViewObject {
  return {
    ...common(relation, parts),
    ...viewFacts(relation),
    columns: (parts.columns.get(relation.oid)?.columns ?? []).map(({ name, type, comment }) => ({ name, type, ...(comment === undefined ? {} : { comment }) })),
    indexes: parts.indexes.get(relation.oid) ?? [],
    triggers: parts.triggers.get(relation.oid) ?? [],
    dependsOn: parts.uses.get(relation.oid) ?? [],
  };
}

function allGrants(relation: Relation, columns: RelationColumns | undefined): ReturnType<typeof grantsOf> {
  const own = grantsOf(relation.grantJson);
  const onColumns = columns?.grants ?? [];
  return own === undefined && onColumns.length === 0 ? undefined : [...(own ?? []), ...onColumns];
}

function tableFacts(relation: Relation): Pick<TableObject, "form" | "persistence" | "rowSecurity" | "inherits" | "options"> & Partial<TableObject> {
  const partition = relation.bound === null ? undefined : relation.parents[0];
  return {
    form: relation.kind === "p" ? "partitioned" : relation.kind === "f" ? "foreign" : "table",
    persistence: relation.unlogged ? "unlogged" : "permanent",
    rowSecurity: relation.rowSecurity,
    ...(relation.partitionKey === null ? {} : { partitionKey: relation.partitionKey }),
    ...(partition === undefined ? {} : { partitionOf: { ...partition, bound: relation.bound ?? "" } }),
    inherits: partition === undefined ? relation.parents : [],
    options: relation.options,
    ...(relation.replicaIdentity === undefined ? {} : { replicaIdentity: relation.replicaIdentity }),
    estimatedRows: relation.estimatedRows,
  };
}

function viewFacts(relation: Relation): Pick<ViewObject, "form" | "query" | "options"> & Partial<ViewObject> {
  return {
    form: relation.kind === "v" ? "view" : "materializedView",
    query: (relation.query ?? "").trim().replace(/;$/, ""),
    options: relation.options,
    ...(relation.kind === "m" ? { populated: relation.populated } : {}),
  };
}
