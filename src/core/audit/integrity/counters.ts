import type { Catalog, ColumnObject, TableObject } from "../../catalog/catalog.ts";
import { qualified } from "../../catalog/objects.ts";
import type { SequenceValue } from "../../snapshot/sequences.ts";
import type { AuditFinding } from "../auditFinding.ts";
import type { CatalogRule } from "../catalogRule.ts";
import { ownRelations } from "./ownTables.ts";
import { highestValue } from "./typeFamily.ts";

const [exhausted, cycles] = ["schema/counter-exhaustion", "schema/counter-cycles"];

/** A counter, the column that it fills, and the highest value that both can have. */
interface Counted {
  readonly counter: string;
  readonly schema: string;
  readonly name: string;
  readonly column?: { readonly table: TableObject; readonly column: ColumnObject };
  readonly limit: bigint;
}

export const counterExhaustion: CatalogRule = {
  id: exhausted,
  title: "Counter that will run out of values",
  why: "When a sequence or an identity reaches the highest value of its type, every insert fails, and the way out (a wider type) rewrites the table. From half on it is told, from nine tenths on it is an error.",
  scope: "schema",
  find: ({ catalog, counters }) => {
    const reached = new Map(counters.map((value: SequenceValue) => [`${value.schema}\0${value.name}`, value.last]));
    return countersOf(catalog).flatMap(({ counter, schema, name, column, limit }): AuditFinding[] => {
      const last = reached.get(`${schema}\0${name}`);
      if (last === undefined || !/^-?\d+$/.test(last) || limit <= 0n) return [];
      const share = Number((BigInt(last) * 1000n) / limit) / 10;
      if (share < 50) return [];
      const object = column === undefined ? counter : qualified(column.table);
      const place = column === undefined ? counter : `${object}.${column.column.name} (${column.column.type})`;
      return [{ rule: exhausted, object, ...(column === undefined ? {} : { part: column.column.name }), severity: share >= 90 ? "error" : share >= 75 ? "warning" : "info", message: `${place} has used ${share} % of its values: ${last} of ${limit}. When they are gone, every insert fails; give it a wider type before.` }];
    });
  },
};

export const counterCycles: CatalogRule = {
  id: cycles,
  title: "Counter of a key that starts again",
  why: "After its highest value it gives out ids that are taken, and inserts fail one by one, at places nobody foresees.",
  scope: "schema",
  find: ({ catalog }) => {
    const owned = catalog.sequences.filter((sequence) => sequence.cycle && sequence.ownedBy !== undefined).map((sequence) => ({ counter: qualified(sequence), ...sequence.ownedBy! }));
    const identities = ownRelations(catalog).flatMap((table) => table.columns.filter(({ identity }) => /\bCYCLE\b/.test(identity?.options ?? "")).map(({ name }) => ({ counter: `the identity of ${qualified(table)}.${name}`, schema: table.schema, table: table.name, column: name })));
    return [...owned, ...identities].flatMap(({ counter, schema, table: name, column }): AuditFinding[] => {
      const table = catalog.tables.find((one) => one.schema === schema && one.name === name);
      const isKey = table?.constraints.some(({ form, columns }) => (form === "primaryKey" || form === "unique") && columns.length === 1 && columns[0] === column) === true;
      return isKey ? [{ rule: cycles, object: qualified({ schema, name }), part: column, severity: "warning", message: `${counter} fills the key ${qualified({ schema, name })}.${column} and starts again after its highest value, with ids that are taken.` }] : [];
    });
  },
};

/** True where `counterExhaustion` has something to ask the server for. */
export function hasCounters(catalog: Catalog): boolean {
  return countersOf(catalog).length > 0;
}

function countersOf(catalog: Catalog): Counted[] {
  const tables = new Map(catalog.tables.map((table) => [`${table.schema}\0${table.name}`, table]));
  const sequences = catalog.sequences.flatMap((sequence): Counted[] => {
    const { schema, name, ownedBy, maximum, cycle } = sequence;
    const table = ownedBy === undefined ? undefined : tables.get(`${ownedBy.schema}\0${ownedBy.table}`);
    const column = table?.columns.find((one) => one.name === ownedBy?.column);
    if (cycle || !/^\d+$/.test(maximum)) return [];
    return [{ counter: qualified(sequence), schema, name, ...(table === undefined || column === undefined ? {} : { column: { table, column } }), limit: lower(BigInt(maximum), column === undefined ? undefined : highestValue(column.type)) }];
  });
  const identities = ownRelations(catalog).flatMap((table) => table.columns.flatMap((column): Counted[] => {
    const limit = column.identity === undefined || column.identity.options === "AUTO_INCREMENT" ? undefined : highestValue(column.type);
    return limit === undefined || column.identity === undefined ? [] : [{ counter: `${qualified(table)}.${column.name}`, ...counterName(table, column, column.identity.options), column: { table, column }, limit: lower(limit, maximumIn(column.identity.options)) }];
  }));
  return [...sequences, ...identities];
}

/** The sequence behind an identity: named by the server where nobody named it. */
function counterName(table: TableObject, column: ColumnObject, options: string): { readonly schema: string; readonly name: string } {
  const own = /^SEQUENCE NAME ("(?:[^"]|"")*"|[^\s."]+)\.("(?:[^"]|"")*"|[^\s."]+)/.exec(options);
  return own === null ? { schema: table.schema, name: `${table.name}_${column.name}_seq` } : { schema: bare(own[1]!), name: bare(own[2]!) };
}

function bare(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
}

function maximumIn(options: string): bigint | undefined {
  const found = /\bMAXVALUE (\d+)/.exec(options)?.[1];
  return found === undefined ? undefined : BigInt(found);
}

function lower(a: bigint, b: bigint | undefined): bigint {
  return b === undefined || a < b ? a : b;
}
