import type { Catalog, TableObject, ViewObject } from "../../core/catalog/catalog.ts";
import type { ServerFacts } from "../engine.ts";
import { readColumns, type RelationColumns, columnsQuery } from "./catalog/columns.ts";
import { Comments, commentsQuery } from "./catalog/comments.ts";
import { constraintsQuery, readConstraints } from "./catalog/constraints.ts";
import { described, grantsOf } from "./catalog/described.ts";
import type { CatalogQuery } from "./catalog/family.ts";
import { indexesQuery, readIndexes } from "./catalog/indexes.ts";
import { othersQuery, readOthers } from "./catalog/others.ts";
import { readRelations, type Relation, relationsQuery } from "./catalog/relations.ts";
import { readRoutines, routinesQuery } from "./catalog/routines.ts";
import { extensionsQuery, readExtensions, readSchemas, schemasQuery } from "./catalog/schemas.ts";
import { readSequences, sequencesQuery } from "./catalog/sequences.ts";
import { policiesQuery, readPolicies, readTriggers, triggersQuery } from "./catalog/triggers.ts";
import { domainsQuery, readDomains, readTypes, typesQuery } from "./catalog/types.ts";
import { readViewUses, viewUsesQuery } from "./catalog/viewUses.ts";
import type { BatchStep, RawRow } from "./wire/batch.ts";
import type { Wire } from "./wire/wire.ts";

const queries: readonly CatalogQuery[] = [
  commentsQuery, schemasQuery, extensionsQuery, typesQuery, domainsQuery, sequencesQuery, routinesQuery, relationsQuery, columnsQuery,
  constraintsQuery, indexesQuery, triggersQuery, policiesQuery, viewUsesQuery, othersQuery,
];

/**
 * Settings under which the server writes the same definition for the same object, whoever asks: all names qualified, constants in one notation.
 * The plans are made while the database is small and used while it grows, so that they go by indexes from the start.
 */
const plainText: BatchStep = {
  name: "data_engineer_catalog_settings",
  text: `SELECT ${Object.entries({ search_path: "pg_catalog", quote_all_identifiers: "off", DateStyle: "ISO, YMD", IntervalStyle: "postgres", extra_float_digits: "3", bytea_output: "hex", TimeZone: "UTC", xmlbinary: "base64", jit: "off", enable_seqscan: "off" })
    .map(([name, value]) => `pg_catalog.set_config('${name}', '${value}', true)`)
    .join(", ")}`,
};

/** How many relations a connection's catalog plans were made for. */
const plannedFor = new WeakMap<Wire, number>();

/** Plans made for a few relations are slow for many: they are dropped when the schema has grown by half since they were made. */
const renewPlans: BatchStep = { name: "data_engineer_discard_plans", text: "DISCARD PLANS" };

/** The whole schema in one round trip (two where plans are renewed); in a transaction it sees what that did, and leaves its settings as they were. */
export async function readCatalog(wire: Wire, facts: ServerFacts, inTransaction: boolean, signal?: AbortSignal): Promise<Catalog> {
  const before = inTransaction ? ["SAVEPOINT data_engineer_catalog"] : ["BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"];
  const after = inTransaction ? ["ROLLBACK TO SAVEPOINT data_engineer_catalog", "RELEASE SAVEPOINT data_engineer_catalog"] : ["ROLLBACK"];
  const renews = plannedFor.get(wire) === -1;
  const steps: BatchStep[] = [
    ...before.map((text) => ({ name: text.toLowerCase().replaceAll(" ", "_"), text })),
    plainText,
    ...queries.map((query) => ({ name: `data_engineer_catalog_${query.name}`, text: query.sql(facts.versionNumber) })),
    ...after.map((text) => ({ name: text.toLowerCase().replaceAll(" ", "_"), text })),
  ];
  const rows = await wire.exclusive(async () => {
    try {
      // By itself: the server would count it to the transaction that BEGIN opens, and refuse the isolation level.
      if (renews) await wire.sendNow([renewPlans], { signal });
      const results = await wire.sendNow(steps, { signal });
      wire.planAgain(steps, results.reduce((rows, result) => rows + result.rows.length, 0));
      return new Map(queries.map((query, index) => [query.name, results[before.length + 1 + index]?.rows ?? []]));
    } catch (error) {
      if (wire.status === "E" || (wire.status === "T" && !inTransaction)) await wire.sendNow(after.map((text) => ({ text }))).catch(() => undefined);
      throw error;
    }
  });
  const relations = rows.get(relationsQuery.name)?.length ?? 0;
  const planned = renews ? relations : (plannedFor.get(wire) ?? relations);
  plannedFor.set(wire, relations > 20 + planned * 1.5 ? -1 : planned);
  return assemble((query) => rows.get(query.name) ?? []);
}

function assemble(rowsOf: (query: CatalogQuery) => readonly RawRow[]): Catalog {
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
