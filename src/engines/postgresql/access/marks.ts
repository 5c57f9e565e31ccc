import { type MarkKind, markOfColumn, markOfSetting, markOfTable } from "../../../core/access/markNames.ts";
import type { Catalog, TableObject } from "../../../core/catalog/catalog.ts";
import { type Binding, bindingsOf } from "./bindings.ts";
import { keyColumns, keyOf } from "./relations.ts";
import { schemeOf } from "./scheme.ts";

/** A column that says whose a row is. */
export interface Mark {
  readonly column: string;
  readonly kind: MarkKind;
  /** What policies compare it with. */
  readonly expressions: readonly string[];
}

/** The columns that say whose a table's rows are: those that its policies ask for, and where they ask for none, those whose names say so. */
export function marksOf(catalog: Catalog, table: TableObject): readonly Mark[] {
  const known = kept.get(catalog) ?? new Map<string, readonly Mark[]>();
  kept.set(catalog, known);
  const marks = known.get(keyOf(table)) ?? readMarks(catalog, table);
  known.set(keyOf(table), marks);
  return marks;
}

const kept = new WeakMap<Catalog, Map<string, readonly Mark[]>>();
const asked = new WeakMap<Catalog, ReadonlySet<MarkKind>>();

/** Both, unless the application tells the database its tenants by settings and never its people: names of columns alone do not make people of customers then. */
function askedKinds(catalog: Catalog): ReadonlySet<MarkKind> {
  const known = asked.get(catalog);
  if (known !== undefined) return known;
  const { kind, settings } = schemeOf(catalog, undefined);
  const told = new Set(settings.map(markOfSetting));
  const kinds = new Set<MarkKind>(kind === "setting" && told.has("tenant") && !told.has("owner") ? ["tenant"] : ["owner", "tenant"]);
  asked.set(catalog, kinds);
  return kinds;
}

/** A partition has no policies of its own; those of its parent say whose its rows are. */
function bindingsFor(catalog: Catalog, table: TableObject): Binding[] {
  const parent = table.partitionOf === undefined ? undefined : catalog.tables.find(({ schema, name }) => schema === table.partitionOf?.schema && name === table.partitionOf.table);
  return [...bindingsOf(table), ...(parent === undefined ? [] : bindingsFor(catalog, parent))];
}

function readMarks(catalog: Catalog, table: TableObject): Mark[] {
  const marks = new Map<string, Mark>();
  for (const { column, expression } of bindingsFor(catalog, table)) {
    const known = marks.get(column);
    marks.set(column, { column, kind: kindOf(table, column, expression), expressions: [...(known?.expressions ?? []), expression] });
  }
  const kinds = new Set([...marks.values()].map(({ kind }) => kind));
  for (const { name } of table.columns) {
    const kind = markOfColumn(name);
    if (kind !== undefined && askedKinds(catalog).has(kind) && !marks.has(name) && !kinds.has(kind)) marks.set(name, { column: name, kind, expressions: [] });
  }
  const key = keyColumns(table);
  const ofTable = markOfTable(table.name);
  if (key.length === 1 && ofTable !== undefined && askedKinds(catalog).has(ofTable) && !marks.has(key[0]!)) marks.set(key[0]!, { column: key[0]!, kind: ofTable, expressions: [] });
  return [...marks.values()];
}

function kindOf(table: TableObject, column: string, expression: string): MarkKind {
  const named = markOfColumn(column) ?? (keyColumns(table).includes(column) ? markOfTable(table.name) : undefined);
  return named ?? (/tenant|org|team|workspace|company/i.test(expression) ? "tenant" : "owner");
}
