import type { Json } from "../json.ts";
import type { Catalog, ColumnObject, Described, IndexObject, TableObject, ViewObject } from "./catalog.ts";

/** One object of a catalog, flattened: `key` tells it apart, `facts` are what the fingerprint and the diff compare. */
export interface FlatObject {
  readonly kind: string;
  /** "table public.orders", "column public.orders.total": unique in a catalog, and how a person would name it. */
  readonly key: string;
  readonly facts: Readonly<Record<string, Json>>;
}

const flattened = new WeakMap<Catalog, readonly FlatObject[]>();

/** Flattens a catalog (once) into its objects, sorted by key. Owners, estimates, column order and whether a column came from a parent table are left out; see docs/architecture.md. */
export function flatObjects(catalog: Catalog): readonly FlatObject[] {
  const known = flattened.get(catalog) ?? flatten(catalog);
  flattened.set(catalog, known);
  return known;
}

function flatten(catalog: Catalog): FlatObject[] {
  const found: FlatObject[] = [];
  const add = adder(found);
  for (const item of catalog.schemas) add("schema", item.name, described(item));
  for (const { name, schema, version } of catalog.extensions) add("extension", name, { schema, version });
  for (const item of catalog.types) {
    const { form, values, attributes, definition } = item;
    add("type", qualified(item), { form, values, attributes, definition, ...described(item) });
  }
  for (const item of catalog.domains) {
    const { type, notNull, default: fallback, collation, checks } = item;
    add("domain", qualified(item), { type, notNull, default: fallback, collation, checks: sortedByName(checks), ...described(item) });
  }
  for (const item of catalog.sequences) {
    const { type, start, increment, minimum, maximum, cache, cycle, ownedBy } = item;
    add("sequence", qualified(item), { type, start, increment, minimum, maximum, cache, cycle, ownedBy, ...described(item) });
  }
  for (const item of catalog.routines) add("routine", `${qualified(item)}(${item.signature})`, { form: item.form, definition: item.definition, sqlMode: item.sqlMode, ...described(item) });
  for (const item of catalog.tables) found.push(...partsOf(item, addTable));
  for (const item of catalog.views) found.push(...partsOf(item, addView));
  for (const item of catalog.others) add(item.kind, item.name, { definition: item.definition, ...item.facts });
  return found.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

const parts = new WeakMap<object, readonly FlatObject[]>();

/** The flat objects of a table or view, made once: catalogs of one schema share their items. */
function partsOf<Item extends object>(item: Item, addAll: (add: Add, item: Item) => void): readonly FlatObject[] {
  const known = parts.get(item);
  if (known !== undefined) return known;
  const found: FlatObject[] = [];
  addAll(adder(found), item);
  parts.set(item, found);
  return found;
}

function adder(found: FlatObject[]): Add {
  return (kind, name, facts) => {
    found.push({ kind, key: `${kind} ${name}`, facts: withoutUndefined(facts) });
  };
}

type Add = (kind: string, name: string, facts: object) => void;

function addTable(add: Add, table: TableObject): void {
  const name = qualified(table);
  const { form, persistence, rowSecurity, partitionKey, partitionOf, inherits, options, replicaIdentity } = table;
  add("table", name, { form, persistence, rowSecurity, partitionKey, partitionOf, inherits, options, replicaIdentity, ...described(table) });
  for (const column of table.columns) add("column", `${name}.${column.name}`, columnFacts(column));
  for (const item of table.constraints) {
    const { form: constraintForm, definition, validated, comment } = item;
    add("constraint", `${name}.${item.name}`, { form: constraintForm, definition, validated, comment });
  }
  for (const item of table.indexes) addIndex(add, name, item);
  for (const item of table.triggers) add("trigger", `${name}.${item.name}`, { definition: item.definition, enabled: item.enabled, sqlMode: item.sqlMode, comment: item.comment });
  for (const item of table.policies) {
    const { command, permissive, roles, using, check, comment } = item;
    add("policy", `${name}.${item.name}`, { command, permissive, roles, using, check, comment });
  }
}

function addView(add: Add, view: ViewObject): void {
  const name = qualified(view);
  add(view.form === "view" ? "view" : "materializedView", name, { query: view.query, columns: view.columns, options: view.options, populated: view.populated, ...described(view) });
  for (const item of view.indexes) addIndex(add, name, item);
  for (const item of view.triggers) add("trigger", `${name}.${item.name}`, { definition: item.definition, enabled: item.enabled, sqlMode: item.sqlMode, comment: item.comment });
}

function addIndex(add: Add, relation: string, index: IndexObject): void {
  if (index.constraint !== undefined) return;
  add("index", `${relation}.${index.name}`, { definition: index.definition, valid: index.valid, comment: index.comment });
}

function columnFacts(column: ColumnObject): object {
  const { name: _name, inherited: _inherited, ...facts } = column;
  return facts;
}

function described(item: Described): object {
  const grants = item.grants?.map((grant) => ({ ...grant, privileges: [...grant.privileges].sort() }));
  return { comment: item.comment, grants: grants?.sort((a, b) => order(`${a.grantee} ${a.column ?? ""} ${a.grantable}`, `${b.grantee} ${b.column ?? ""} ${b.grantable}`)) };
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function sortedByName<Item extends { readonly name: string }>(items: readonly Item[]): Item[] {
  return [...items].sort((a, b) => order(a.name, b.name));
}

/** "schema.name", or the bare name where the engine has no schemas. */
export function qualified(item: { readonly schema: string; readonly name: string }): string {
  return item.schema === "" ? item.name : `${item.schema}.${item.name}`;
}

function withoutUndefined(facts: object): Record<string, Json> {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as Record<string, Json>;
}
