import { catalogRoom } from "../../../src/core/audit/catalogRoom.ts";
import type { Catalog, IndexObject, TableObject } from "../../../src/core/catalog/catalog.ts";
import type { Finding } from "../../../src/core/report/report.ts";
import { workRules } from "../../../src/core/workload/rules.ts";
import type { TableWork, Workload } from "../../../src/core/workload/workload.ts";
import { loadEngine } from "../../../src/engines/load.ts";

const engine = await loadEngine("postgresql");

export const now = new Date("2026-06-30T12:00:00Z");
export const ripe = "2026-05-01T00:00:00Z";

export function index(name: string, columns: readonly string[], more: Partial<IndexObject> = {}): IndexObject {
  return { schema: "public", name, definition: `CREATE ${more.unique === true ? "UNIQUE " : ""}INDEX ${name} ON public.orders USING btree (${columns.join(", ")})`, unique: false, columns, method: "btree", valid: true, ...more };
}

export function orders(more: Partial<TableObject> = {}): TableObject {
  return {
    schema: "public", name: "orders", form: "table", persistence: "permanent", constraints: [], indexes: [], triggers: [], policies: [], rowSecurity: { enabled: false, forced: false }, inherits: [], options: {},
    columns: ["id", "customer_id", "status"].map((name) => ({ name, type: "integer", notNull: true })), ...more,
  };
}

export const work: TableWork = { schema: "public", table: "orders", rows: 100_000, bytes: 200 << 20 };

/** What the rules see in a workload over the table `orders`. */
export function seen(changes: Partial<Workload>, table: TableObject = orders()): readonly Finding[] {
  const catalog: Catalog = { engine: "postgresql", schemas: [], extensions: [], types: [], domains: [], sequences: [], routines: [], views: [], others: [], tables: [table] };
  const workload: Workload = { statements: [], totals: {}, tables: [], indexes: [], running: [], waits: [], facts: [], unseen: [], ...changes };
  return workRules.flatMap((rule) => rule.find({ workload, schema: catalogRoom(engine, catalog, []), now }));
}

export function rulesSeen(changes: Partial<Workload>, table?: TableObject): readonly string[] {
  return [...new Set(seen(changes, table).map(({ rule }) => rule))];
}
