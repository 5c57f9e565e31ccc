import { nameWords } from "../../nameWords.ts";
import type { Catalog, ColumnObject, TableObject } from "../../catalog/catalog.ts";
import { qualified } from "../../catalog/objects.ts";
import type { AuditFinding } from "../auditFinding.ts";
import type { CatalogRule } from "../catalogRule.ts";
import { bySchema, places } from "./bySchema.ts";
import { groupedBy } from "./groupedBy.ts";
import { folded, foldedAll, foreignKeysOf, primaryKeyOf } from "./keyColumns.ts";
import { ownTables } from "./ownTables.ts";
import { sameFamily, typeFamily } from "./typeFamily.ts";
import { pluralsOf } from "./words.ts";

const id = "schema/missing-foreign-key";

interface Missing {
  readonly table: TableObject;
  readonly column: ColumnObject;
  readonly target: TableObject;
  /** Of a partitioned table: how many of its partitions have such a key by themselves. */
  readonly held: { readonly by: number; readonly of: number };
}

export const missingForeignKey: CatalogRule = {
  id,
  title: "Column named after a table, without a foreign key",
  why: "Nothing keeps it from referring to rows that do not exist. Where a schema has hardly any foreign keys that is a decision and told once; a column of a log, or one beside a column that says which table is meant, is left out.",
  scope: "schema",
  find: ({ catalog }) => bySchema(ownTables(catalog)).flatMap(({ schema, tables }): AuditFinding[] => {
    const named = groupedBy(tables, ({ name }) => nameWords(name));
    const found = tables.filter((table) => !isRecord(table)).flatMap((table) => missingIn(catalog, table, named));
    const used = tables.reduce((sum, table) => sum + foreignKeysOf(table).length, 0);
    if (used * 2 < found.length) {
      return [{ rule: id, object: schema, severity: "info", message: `${used === 0 ? "No table has a foreign key" : `There ${used === 1 ? "is one foreign key" : `are ${used} foreign keys`}`}, and ${found.length} ${found.length === 1 ? "column is" : "columns are"} named after another table: ${places(found.map(({ table, column }) => `${qualified(table)}.${column.name}`))}.` }];
    }
    return found.map(({ table, column, target, held }) => ({ rule: id, object: qualified(table), part: column.name, severity: "warning", message: `${qualified(table)}.${column.name} is named after ${qualified(target)} and has its type, and ${held.by === 0 ? "no foreign key holds it" : `only ${held.by} of ${held.of} partitions hold it by a foreign key`}: it may refer to rows that do not exist.` }));
  }),
};

function missingIn(catalog: Catalog, table: TableObject, named: ReadonlyMap<string, readonly TableObject[]>): Missing[] {
  const held = new Set(foreignKeysOf(table).flatMap(({ columns }) => foldedAll(catalog, columns)));
  const partitions = catalog.tables.filter(({ partitionOf }) => partitionOf?.schema === table.schema && partitionOf.table === table.name);
  const key = foldedAll(catalog, primaryKeyOf(table)?.columns ?? []);
  const names = new Set(table.columns.map(({ name }) => nameWords(name)));
  return table.columns.flatMap((column): Missing[] => {
    const what = /^(.+) (?:id|uuid|fk)$/.exec(nameWords(column.name))?.[1];
    if (what === undefined || held.has(folded(catalog, column.name)) || column.generated !== undefined || names.has(`${what} type`) || names.has(`${what} kind`)) return [];
    if (key.length === 1 && key[0] === folded(catalog, column.name)) return [];
    const [target, ...others] = pluralsOf(what).flatMap((name) => named.get(name) ?? []);
    if (target === undefined || others.length > 0 || target === table) return [];
    const [only, ...more] = primaryKeyOf(target)?.columns ?? [];
    const targetColumn = more.length > 0 ? undefined : target.columns.find(({ name }) => folded(catalog, name) === folded(catalog, only ?? ""));
    if (targetColumn === undefined) return [];
    const [from, to] = [typeFamily(catalog, column.type), typeFamily(catalog, targetColumn.type)];
    const by = partitions.filter((partition) => foreignKeysOf(partition).some(({ columns }) => foldedAll(catalog, columns).includes(folded(catalog, column.name)))).length;
    if (by > 0 && by === partitions.length) return [];
    return sameFamily(from, to) && from.bytes === to.bytes ? [{ table, column, target, held: { by, of: partitions.length } }] : [];
  });
}

/** What outlives the rows that it speaks of. */
function isRecord({ name }: TableObject): boolean {
  return /(?:^| )(?:logs?|audits?|histor(?:y|ies)|archives?|archived|events?|staging|stage|tmp|temp|backups?|bak|snapshots?|imports?|exports?|outbox|queue|jobs?|deleted|aggregates?|stats?|statistics|metrics?|caches?|cached|raw)(?: |$)/.test(nameWords(name));
}
