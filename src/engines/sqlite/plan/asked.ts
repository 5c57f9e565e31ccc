import type { Catalog, IndexObject, TableObject } from "../../../core/catalog/catalog.ts";
import type { Plan, PlanNode } from "../../../core/plan/plan.ts";
import type { PlanView } from "../../../core/plan/planView.ts";
import { foldName } from "../quote.ts";
import { type Query, readQuery, type Scope } from "./query.ts";
import type { Term } from "./term.ts";

/** A step that reads a real table, with what the statement asks of it there. */
export interface Reading {
  readonly node: PlanNode;
  /** As the plan writes it. */
  readonly table: string;
  readonly alias: string;
  /** Empty where the statement is not known, or the name stands for several tables in it. */
  readonly terms: readonly Term[];
  /** It is run again for every row of the steps before it. */
  readonly inner: boolean;
}

const queries = new WeakMap<Plan, Query | null>();
const read = new WeakMap<PlanView, readonly Reading[]>();
const byNode = new WeakMap<PlanView, ReadonlyMap<PlanNode, Reading>>();
const tables = new WeakMap<Catalog, ReadonlyMap<string, TableObject>>();

/** The statement of the plan, where it is known and can be parsed. */
export function queryOf(view: PlanView): Query | undefined {
  const known = queries.get(view.plan);
  if (known !== undefined) return known ?? undefined;
  const query = view.plan.query === undefined ? undefined : readQuery(view.plan.query);
  rememberQuery(view.plan, query);
  return query;
}

/** Who reads a plan has parsed its statement already. */
export function rememberQuery(plan: Plan, query: Query | undefined): void {
  queries.set(plan, query ?? null);
}

/** Every step that reads an ordinary table: no subquery, no name of a WITH clause, no virtual table. */
export function readings(view: PlanView): readonly Reading[] {
  const known = read.get(view);
  if (known !== undefined) return known;
  const found = readingsOf(view);
  read.set(view, found);
  return found;
}

/** The reading that a node is, where it is one. */
export function readingAt(view: PlanView, node: PlanNode): Reading | undefined {
  const known = byNode.get(view) ?? new Map(readings(view).map((reading) => [reading.node, reading]));
  byNode.set(view, known);
  return known.get(node);
}

/** The first reading among the steps of the same parent. */
export function firstBeside(view: PlanView, node: PlanNode): Reading | undefined {
  const parent = view.parentOf(node);
  if (parent === undefined) return undefined;
  for (const child of parent.children) {
    const reading = readingAt(view, child);
    if (reading !== undefined) return reading;
  }
  return undefined;
}

function readingsOf(view: PlanView): Reading[] {
  const made = new Set(view.nodes.filter((node) => node.kind === "materialize" || node.operation === "CO-ROUTINE").map((node) => foldName(node.role ?? "")));
  const query = queryOf(view);
  const derived = new Set((query?.sources ?? []).filter((source) => source.table === undefined).map((source) => source.alias));
  const inner = innerNodes(view);
  return view.nodes.flatMap((node): Reading[] => {
    const { relation, facts } = node;
    if (relation === undefined || (node.operation !== "SCAN" && node.operation !== "SEARCH") || facts["subquery"] === true || facts["virtualIndex"] !== undefined) return [];
    const alias = foldName(relation.alias ?? relation.name);
    if (made.has(alias) || derived.has(alias)) return [];
    return [{ node, table: relation.name, alias, terms: termsOf(view, query, alias, foldName(relation.name)), inner: inner.has(node) }];
  });
}

/** The table as the catalog has it. */
export function catalogTable(view: PlanView, name: string): TableObject | undefined {
  const { catalog } = view;
  if (catalog === undefined) return undefined;
  const known = tables.get(catalog) ?? new Map(catalog.tables.toReversed().map((table) => [foldName(table.name), table]));
  tables.set(catalog, known);
  return known.get(foldName(name));
}

/** Indexes of a table as the catalog has them, without those that hold some rows only. */
export function wholeIndexes(table: TableObject | undefined): readonly IndexObject[] {
  return (table?.indexes ?? []).filter((index) => index.predicate === undefined);
}

export function startsWith(index: Pick<IndexObject, "columns">, column: string): boolean {
  return index.columns[0] !== undefined && foldName(index.columns[0]) === foldName(column);
}

function termsOf(view: PlanView, query: Query | undefined, alias: string, table: string): readonly Term[] {
  const scopes = (query?.byAlias.get(alias) ?? []).filter((scope) => scope.sources.some((source) => source.alias === alias && (source.table ?? "") === table));
  const [scope] = scopes;
  return scope === undefined || scopes.length > 1 ? [] : scope.terms.filter((term) => belongs(view, scope, term, alias, table));
}

function belongs(view: PlanView, scope: Scope, term: Term, alias: string, table: string): boolean {
  if (term.alias !== undefined) return term.alias === alias;
  if (scope.sources.length === 1) return true;
  return catalogTable(view, table)?.columns.some((column) => foldName(column.name) === term.column) === true;
}

/** Those that stand behind another step that gives rows. */
function innerNodes(view: PlanView): ReadonlySet<PlanNode> {
  const found = new Set<PlanNode>();
  for (const { children } of view.nodes) {
    let behind = false;
    for (const child of children) {
      if (behind) found.add(child);
      behind ||= child.operation === "SCAN" || child.operation === "SEARCH" || child.operation === "MULTI-INDEX";
    }
  }
  return found;
}
