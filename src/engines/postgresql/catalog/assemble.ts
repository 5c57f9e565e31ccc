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

/** The catalog from the rows of its queries. */
export function assemble(rowsOf: (query: CatalogQuery | RelationQuery) => readonly RawRow[]): Catalog {
  const comments = new Comments(rowsOf(commentsQuery));
  const relations = readRelations(rowsOf(relationsQuery), comments);
  const byOid = new Map(relations.map((relation) => [relation.oid, relation]));
  const columns = readColumns(rowsOf(columnsQuery), comments);
  const constraints = readConstraints(rowsOf(constraintsQuery), byOid, columns, comments);
  const indexes = readIndexes(rowsOf(indexesQuery), byOid, columns, comments);
  const triggers = readTriggers(rowsOf(triggersQuery), comments);
  const policies = readPolicies(rowsOf(policiesQuery), comments);
  const uses = readViewUses(rowsOf(viewUsesQuery));
  const isView = (relation: Relation): boolean => relation.kind === "v" || relation.kind === "m";
  const common = (relation: Relation): ReturnType<typeof described> & { schema: string; name: string } => ({
    schema: relation.schema,
    name: relation.name,
    ...described(relation.comment, relation.owner, allGrants(relation, columns.get(relation.oid))),
  });
  return {
    engine: "postgresql",
    schemas: readSchemas(rowsOf(schemasQuery), comments),
    extensions: readExtensions(rowsOf(extensionsQuery)),
    types: readTypes(rowsOf(typesQuery), comments),
    domains: readDomains(rowsOf(domainsQuery), comments),
    sequences: readSequences(rowsOf(sequencesQuery), comments),
    routines: readRoutines(rowsOf(routinesQuery), comments),
    tables: relations.filter((relation) => !isView(relation)).map((relation) => ({
      ...common(relation),
      ...tableFacts(relation),
      columns: columns.get(relation.oid)?.columns ?? [],
      constraints: constraints.get(relation.oid) ?? [],
      indexes: indexes.get(relation.oid) ?? [],
      triggers: triggers.get(relation.oid) ?? [],
      policies: policies.get(relation.oid) ?? [],
    })),
    views: relations.filter(isView).map((relation) => ({
      ...common(relation),
      ...viewFacts(relation),
      columns: (columns.get(relation.oid)?.columns ?? []).map(({ name, type, comment }) => ({ name, type, ...(comment === undefined ? {} : { comment }) })),
      indexes: indexes.get(relation.oid) ?? [],
      triggers: triggers.get(relation.oid) ?? [],
      dependsOn: uses.get(relation.oid) ?? [],
    })),
    others: readOthers(rowsOf(othersQuery)),
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
