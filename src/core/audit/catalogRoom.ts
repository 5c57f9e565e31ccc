import type { Catalog, IndexObject, TableObject } from "../catalog/catalog.ts";
import type { Dialect } from "../engineId.ts";
import type { SequenceValue } from "../snapshot/sequences.ts";
import type { CatalogRoom } from "./catalogRule.ts";
import type { AuditedText } from "./engineLook.ts";

/** What the room needs of an engine. */
export interface RoomEngine {
  readonly dialect: Dialect;
  quoteName(name: string): string;
  quoteObject(object: { readonly schema: string; readonly name: string }): string;
  quoteText(value: string): string;
  changes(from: Catalog, to: Catalog): readonly { readonly sql: string }[];
  newIndex(table: Pick<TableObject, "schema" | "name">, name: string, columns: readonly string[]): IndexObject;
}

/** The narrowest limit of names among the engines, PostgreSQL's, in bytes. */
const longestName = 63;

/** What catalog rules are given. */
export function catalogRoom(engine: RoomEngine, catalog: Catalog, texts: readonly AuditedText[], counters: readonly SequenceValue[] = []): CatalogRoom {
  const alone = (table: TableObject): Catalog => ({ ...catalog, schemas: [], extensions: [], types: [], domains: [], sequences: [], routines: [], views: [], others: [], tables: [table] });
  const statements = (from: TableObject, to: TableObject): string[] => engine.changes(alone(from), alone(to)).map((step) => step.sql);
  return {
    catalog,
    dialect: engine.dialect,
    texts,
    counters,
    quoteName: (name) => engine.quoteName(name),
    quoteObject: (object) => engine.quoteObject(object),
    quoteText: (value) => engine.quoteText(value),
    change: (from, to) => ({ statements: statements(from, to), undo: statements(to, from) }),
    newIndex: (table, columns) => engine.newIndex(table, freeName(catalog, table, columns), columns),
  };
}

/** "orders_customer_id_idx", shortened to what every engine takes, with a number where it is taken in its schema. */
function freeName(catalog: Catalog, table: TableObject, columns: readonly string[]): string {
  const taken = new Set(catalog.tables.filter((other) => other.schema === table.schema).flatMap((other) => [other.name, ...other.indexes.map((index) => index.name)]));
  const base = [table.name, ...columns].join("_").replace(/[^\p{L}\p{N}_]+/gu, "_");
  for (let number = 1; ; number++) {
    const name = `${cut(base, longestName - (number === 1 ? 4 : 8))}_idx${number === 1 ? "" : number}`;
    if (!taken.has(name)) return name;
  }
}

function cut(text: string, bytes: number): string {
  let kept = text;
  while (Buffer.byteLength(kept) > bytes) kept = [...kept].slice(0, -1).join("");
  return kept;
}
