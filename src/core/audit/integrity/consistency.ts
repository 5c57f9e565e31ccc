import { nameWords } from "../../nameWords.ts";
import type { Catalog, ColumnObject, TableObject } from "../../catalog/catalog.ts";
import { findTable } from "../../catalog/lookup.ts";
import { qualified } from "../../catalog/objects.ts";
import type { AuditFinding } from "../auditFinding.ts";
import type { CatalogRule } from "../catalogRule.ts";
import { bySchema, places } from "./bySchema.ts";
import { groupedBy } from "./groupedBy.ts";
import { folded, foreignKeysOf } from "./keyColumns.ts";
import { ownRelations, ownTables } from "./ownTables.ts";
import { typeFamily } from "./typeFamily.ts";

const [differs, isolated, circle] = ["schema/column-type-differs", "schema/isolated-tables", "schema/required-circle"];

export const columnTypeDiffers: CatalogRule = {
  id: differs,
  title: "Column of one name with different types",
  why: "Joins over it convert, and code that reads one table breaks on the other. Told where most tables agree on one kind of type; names that mean something else everywhere (id, name, value, status) are left out.",
  scope: "schema",
  find: ({ catalog }) => bySchema(ownTables(catalog)).flatMap(({ tables }) => {
    const columns = tables.flatMap((table) => table.columns.filter(({ name, type }) => type !== "" && !generic.test(nameWords(name))).map((column) => ({ table, column, kind: kindOf(catalog, column) })));
    return [...groupedBy(columns, ({ column }) => folded(catalog, column.name))].flatMap(([, list]): AuditFinding[] => {
      const [usual] = [...groupedBy(list, ({ kind }) => kind)].sort((a, b) => b[1].length - a[1].length);
      if (usual === undefined || usual[1].length * 4 < list.length * 3) return [];
      return list.filter(({ kind }) => kind !== usual[0]).map(({ table, column }) => ({
        rule: differs, object: qualified(table), part: column.name, severity: "info",
        message: `${qualified(table)}.${column.name} is ${column.type}; in ${usual[1].length} other tables a column of this name is ${usual[1][0]?.column.type ?? ""}.`,
      }));
    });
  }),
};

const generic = /^(?:id|name|title|type|kind|status|state|value|values|data|code|key|level|position|version|number|no|count|size|content|body|text|description|comment|note|notes|date|time|timestamp|year|month|day|payload|settings|options|config|meta|metadata|tags?|total|amount|rank|priority|result|source|target|parent|owner|hash|token|score|length|weight|order|active|enabled|label|reason|address|location|language|url|icon)$/;

function kindOf(catalog: Catalog, column: ColumnObject): string {
  const { family, name } = typeFamily(catalog, column.type);
  return family === "other" ? `other ${name ?? ""}` : family;
}

export const isolatedTables: CatalogRule = {
  id: isolated,
  title: "Tables without any relationship",
  why: "In a schema whose tables refer to each other, one that nothing refers to and that refers to nothing is often left over. Settings, logs and lists are not; told once for a schema.",
  scope: "schema",
  find: ({ catalog }) => {
    const touched = new Set<TableObject>();
    for (const table of ownRelations(catalog)) {
      for (const { references } of foreignKeysOf(table)) {
        const target = references === undefined ? undefined : findTable(catalog, { schema: references.schema, name: references.table });
        touched.add(table);
        if (table.partitionOf !== undefined) for (const parent of catalog.tables) if (parent.schema === table.partitionOf.schema && parent.name === table.partitionOf.table) touched.add(parent);
        if (target !== undefined) touched.add(target);
      }
      if (table.inherits.length > 0) touched.add(table);
    }
    return bySchema(ownTables(catalog)).flatMap(({ schema, tables }): AuditFinding[] => {
      const alone = tables.filter((table) => !touched.has(table) && !standsAlone.test(nameWords(table.name)));
      if (alone.length === 0 || tables.length < 5 || (tables.length - alone.length) * 4 < tables.length * 3) return [];
      return [{ rule: isolated, object: schema, severity: "info", message: `${alone.length === 1 ? "One table neither refers" : `${alone.length} tables neither refer`} to another nor ${alone.length === 1 ? "is" : "are"} referred to: ${places(alone.map(qualified))}.` }];
    });
  },
};

const standsAlone = /(?:^| )(?:settings?|configs?|configuration|options|parameters?|preferences|metadata|meta|properties|logs?|audits?|histor(?:y|ies)|events?|archives?|queues?|jobs?|locks?|cache|sessions?|secrets?|tokens?|statistics|stats|metrics|calendar|dates|countries|currencies|languages|versions?|sequences?|staging|tmp|temp|import|captchas?|instances?|sites?|schedulers?|tasks?)(?: |$)/;

export const requiredCircle: CatalogRule = {
  id: circle,
  title: "Tables that each need a row of the other first",
  why: "Where all foreign keys of a circle are NOT NULL and checked at once, no first row can be inserted. One that may be NULL or is DEFERRABLE opens the circle.",
  scope: "schema",
  find: ({ catalog }) => {
    const edges = new Map(ownTables(catalog).map((table) => [table, requiredTargets(catalog, table)]));
    const told = new Set<string>();
    return [...edges.keys()].flatMap((table): AuditFinding[] => {
      const path = circleFrom(table, edges);
      const key = [...new Set(path)].map(qualified).sort().join(" ");
      if (path.length === 0 || told.has(key)) return [];
      told.add(key);
      return [{ rule: circle, object: qualified(table), severity: "warning", message: `${path.map(qualified).join(" needs ")} needs ${qualified(table)}: all these foreign keys are NOT NULL and checked at once, so that no first row can be inserted.` }];
    });
  },
};

function requiredTargets(catalog: Catalog, table: TableObject): TableObject[] {
  const required = new Set(table.columns.filter(({ notNull }) => notNull).map(({ name }) => folded(catalog, name)));
  return foreignKeysOf(table).flatMap(({ columns, references, definition }) => {
    const target = references === undefined ? undefined : findTable(catalog, { schema: references.schema, name: references.table });
    return target === undefined || target === table || /(?:^|[^T]) DEFERRABLE/.test(definition) || !columns.every((column) => required.has(folded(catalog, column))) ? [] : [target];
  });
}

/** The shortest way back to where it began; empty where there is none. */
function circleFrom(start: TableObject, edges: ReadonlyMap<TableObject, readonly TableObject[]>): TableObject[] {
  const seen = new Set<TableObject>();
  let ways: TableObject[][] = [[start]];
  while (ways.length > 0) {
    const next: TableObject[][] = [];
    for (const way of ways) {
      for (const target of edges.get(way.at(-1)!) ?? []) {
        if (target === start) return way;
        if (seen.has(target)) continue;
        seen.add(target);
        next.push([...way, target]);
      }
    }
    ways = next;
  }
  return [];
}
