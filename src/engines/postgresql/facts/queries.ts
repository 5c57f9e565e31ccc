import type { ColumnRef, DeleteStmt, FuncCall, InsertStmt, MergeStmt, Node, RangeVar, SelectStmt, UpdateStmt, WithClause } from "libpg-query";
import type { ObjectRef } from "../../../core/script/facts.ts";
import type { FactsBuilder } from "./builder.ts";
import { newRelation, parts, relationNamed, relationRef, useType } from "./names.ts";
import { all, as, constantText, strings } from "./nodes.ts";
import { withSideEffects } from "./sideEffects.ts";

/** What names mean inside one query: table aliases and WITH queries, those of the queries around it included. */
export class Scope {
  readonly parent: Scope | undefined;
  /** Most scopes hold one name or none, so that the collections are made when they are needed. */
  private items: Map<string, ObjectRef | null> | undefined;
  private withQueries: Set<string> | undefined;
  private outputs: Set<string> | undefined;
  private only: ObjectRef | null | undefined;

  constructor(parent?: Scope) {
    this.parent = parent;
    this.items = undefined;
    this.withQueries = undefined;
    this.outputs = undefined;
    this.only = undefined;
  }

  /** `table` null: a row source whose columns cannot be known. */
  add(alias: string, table: ObjectRef | null): void {
    this.only = this.items === undefined ? table : null;
    (this.items ??= new Map()).set(alias, table);
  }

  addWith(name: string): void {
    (this.withQueries ??= new Set()).add(name);
  }

  addOutput(name: string): void {
    (this.outputs ??= new Set()).add(name);
  }

  isWith(name: string): boolean {
    return this.withQueries?.has(name) === true || (this.parent?.isWith(name) ?? false);
  }

  table(alias: string): ObjectRef | null | undefined {
    const own = this.items?.get(alias);
    return own === undefined ? this.parent?.table(alias) : own;
  }

  /** The table that an unqualified column must belong to, where only one can. */
  onlyTable(column: string): ObjectRef | undefined {
    if (this.outputs?.has(column) === true || this.items?.has(column) === true) return undefined;
    for (let around = this.parent; around !== undefined; around = around.parent) if (around.items !== undefined) return undefined;
    return this.only ?? undefined;
  }
}

/** A scope in which the columns of one table are visible, as in a CHECK, an index or a policy. */
export function tableScope(table: ObjectRef, aliases: readonly string[] = []): Scope {
  const scope = new Scope();
  scope.add(table.name, table);
  for (const alias of aliases) scope.add(alias, table);
  return scope;
}

/** Uses of everything that an expression names. Takes any part of a tree. */
export function walkExpression(part: unknown, facts: FactsBuilder, scope: Scope): void {
  if (part === null || typeof part !== "object") return;
  if (Array.isArray(part)) {
    for (const item of part) walkExpression(item, facts, scope);
    return;
  }
  const node = part as Readonly<Record<string, unknown>>;
  for (const key in node) {
    const value = node[key];
    if (value === null || typeof value !== "object") continue;
    switch (key) {
      case "ColumnRef":
        useColumn(value as ColumnRef, facts, scope);
        break;
      case "FuncCall":
        useFunction(value as FuncCall, facts, scope);
        break;
      case "typeName":
      case "TypeName":
        useType(value, facts);
        break;
      case "SelectStmt":
        walkSelect(value as SelectStmt, facts, new Scope(scope));
        break;
      case "InsertStmt":
      case "UpdateStmt":
      case "DeleteStmt":
      case "MergeStmt":
        walkChange(node as unknown as Node, facts, new Scope(scope));
        break;
      case "RangeVar":
        useRelation(value as RangeVar, facts, scope);
        break;
      case "TypeCast":
        useNamedConstant(value as { arg?: Node; typeName?: { names?: Node[] } }, facts);
        walkExpression(value, facts, scope);
        break;
      case "A_Const":
      case "String":
        break;
      default:
        walkExpression(value, facts, scope);
    }
  }
}

/** Uses of a query, an INSERT, UPDATE, DELETE or MERGE. */
export function walkQuery(node: Node | undefined, facts: FactsBuilder, scope = new Scope()): void {
  const select = as(node, "SelectStmt");
  if (select !== undefined) walkSelect(select, facts, scope);
  else if (node !== undefined) walkChange(node, facts, scope);
}

function walkWith(clause: WithClause | undefined, facts: FactsBuilder, scope: Scope): void {
  for (const query of all(clause?.ctes, "CommonTableExpr")) {
    if (clause?.recursive === true) scope.addWith(query.ctename ?? "");
    walkQuery(query.ctequery, facts, new Scope(scope));
    scope.addWith(query.ctename ?? "");
  }
}

function walkSelect(select: SelectStmt, facts: FactsBuilder, scope: Scope): void {
  walkWith(select.withClause, facts, scope);
  if (select.larg !== undefined || select.rarg !== undefined) {
    if (select.larg !== undefined) walkSelect(select.larg, facts, new Scope(scope));
    if (select.rarg !== undefined) walkSelect(select.rarg, facts, new Scope(scope));
    return;
  }
  const joins: unknown[] = [];
  for (const item of select.fromClause ?? []) addFromItem(item, facts, scope, joins);
  walkExpression(joins, facts, scope);
  walkExpression(select.targetList, facts, scope);
  walkExpression(select.whereClause, facts, scope);
  for (const target of all(select.targetList, "ResTarget")) if (target.name !== undefined) scope.addOutput(target.name);
  walkExpression([select.distinctClause, select.groupClause, select.havingClause, select.windowClause, select.valuesLists, select.sortClause, select.limitCount, select.limitOffset], facts, scope);
  const into = select.intoClause?.rel;
  if (into !== undefined && facts.executed) {
    facts.changesData();
    facts.defines.push({ ...newRelation("table", into, facts), openColumns: true });
  }
}

function addFromItem(item: Node, facts: FactsBuilder, scope: Scope, joins: unknown[]): void {
  const relation = as(item, "RangeVar");
  if (relation !== undefined) {
    const table = useRelation(relation, facts, scope);
    scope.add(relation.alias?.aliasname ?? relation.relname ?? "", relation.alias?.colnames === undefined ? table : null);
    return;
  }
  const join = as(item, "JoinExpr");
  if (join !== undefined) {
    if (join.larg !== undefined) addFromItem(join.larg, facts, scope, joins);
    if (join.rarg !== undefined) addFromItem(join.rarg, facts, scope, joins);
    if (join.quals !== undefined) joins.push(join.quals);
    if (join.alias?.aliasname !== undefined) scope.add(join.alias.aliasname, null);
    return;
  }
  const sample = as(item, "RangeTableSample");
  if (sample?.relation !== undefined) {
    addFromItem(sample.relation, facts, scope, joins);
    return;
  }
  walkExpression(item, facts, scope);
  const inner = Object.values(item)[0] as { readonly alias?: { readonly aliasname?: string } };
  scope.add(inner.alias?.aliasname ?? "", null);
}

/** Uses a relation unless it is a WITH query; the reference, or null for a WITH query. */
function useRelation(relation: RangeVar, facts: FactsBuilder, scope: Scope): ObjectRef | null {
  if (relation.schemaname === undefined && scope.isWith(relation.relname ?? "")) return null;
  const table = relationRef("table", relation, facts);
  facts.use(table, relation.location);
  return table;
}

function useColumn(column: ColumnRef, facts: FactsBuilder, scope: Scope): void {
  const names = strings(column.fields);
  if (names.length !== column.fields?.length) return;
  const name = names.at(-1) ?? "";
  if (names.length === 1) {
    const table = facts.parameters.has(name) ? undefined : scope.onlyTable(name);
    if (table !== undefined) facts.useColumn(table, name, column.location);
    return;
  }
  const table = scope.table(names.at(-2) ?? "");
  if (table !== undefined && table !== null && (names.length === 2 || table.schema === names.at(-3))) facts.useColumn(table, name, column.location);
}

function useFunction(call: FuncCall, facts: FactsBuilder, scope: Scope): void {
  const { schema, name } = parts(strings(call.funcname));
  if (schema !== "pg_catalog") facts.use(schema === undefined ? { kind: "routine", name } : { kind: "routine", schema, name }, call.location);
  if (withSideEffects(name)) facts.hasSideEffects();
  if (name === "nextval" || name === "setval" || name === "currval") {
    const constant = as(call.args?.[0], "A_Const");
    if (constant?.sval?.sval !== undefined) facts.use(relationNamed("sequence", dotted(constant.sval.sval), facts), constant.location);
  }
  if (name === "set_config") {
    const setting = constantText(call.args?.[0]);
    const value = constantText(call.args?.[1]);
    if (setting !== undefined && value !== undefined && facts.executed) facts.state.set(setting, value.split(",").map((item) => item.trim().replace(/^"(.*)"$/, "$1")));
  }
  walkExpression([call.args, call.agg_order, call.agg_filter, call.over], facts, scope);
}

/** `'name'::regclass` and its sisters name an object. */
function useNamedConstant(cast: { readonly arg?: Node; readonly typeName?: { readonly names?: Node[] } }, facts: FactsBuilder): void {
  const type = strings(cast.typeName?.names).at(-1);
  if (type !== "regclass" && type !== "regtype") return;
  const constant = as(cast.arg, "A_Const");
  const text = constant?.sval?.sval;
  if (text === undefined || !/^[\w."$]+$/.test(text)) return;
  if (type === "regclass") facts.use(relationNamed("table", dotted(text), facts), constant?.location);
}

/** The names of a dotted name in a text, folded as the server folds them. */
function dotted(text: string): string[] {
  return [...text.matchAll(/"((?:[^"]|"")*)"|([^".]+)/g)].map((found) => found[1]?.replaceAll('""', '"') ?? (found[2] ?? "").toLowerCase());
}

function walkChange(node: Node, facts: FactsBuilder, scope: Scope): void {
  facts.changesData();
  const insert = as(node, "InsertStmt");
  if (insert !== undefined) return walkInsert(insert, facts, scope);
  const update = as(node, "UpdateStmt");
  if (update !== undefined) return walkUpdate(update, facts, scope);
  const removal = as(node, "DeleteStmt");
  if (removal !== undefined) return walkDelete(removal, facts, scope);
  const merge = as(node, "MergeStmt");
  if (merge !== undefined) walkMerge(merge, facts, scope);
}

function target(relation: RangeVar | undefined, facts: FactsBuilder, scope: Scope): ObjectRef {
  const table = relationRef("table", relation, facts);
  facts.use(table, relation?.location);
  scope.add(relation?.alias?.aliasname ?? table.name, table);
  return table;
}

function useColumns(targets: readonly Node[] | undefined, table: ObjectRef, facts: FactsBuilder): string[] {
  const names: string[] = [];
  for (const column of all(targets, "ResTarget")) {
    if (column.name === undefined) continue;
    names.push(column.name);
    facts.useColumn(table, column.name, column.location);
  }
  return names;
}

function values(targets: readonly Node[] | undefined): unknown[] {
  return all(targets, "ResTarget").map((column) => column.val);
}

function walkInsert(insert: InsertStmt, facts: FactsBuilder, scope: Scope): void {
  walkWith(insert.withClause, facts, scope);
  walkQuery(insert.selectStmt, facts, new Scope(scope));
  const table = target(insert.relation, facts, scope);
  useColumns(insert.cols, table, facts);
  scope.add("excluded", table);
  const conflict = insert.onConflictClause;
  useColumns(conflict?.targetList, table, facts);
  walkExpression([values(conflict?.targetList), conflict?.whereClause, conflict?.infer, insert.returningClause], facts, scope);
}

function walkUpdate(update: UpdateStmt, facts: FactsBuilder, scope: Scope): void {
  walkWith(update.withClause, facts, scope);
  const table = target(update.relation, facts, scope);
  const joins: unknown[] = [];
  for (const item of update.fromClause ?? []) addFromItem(item, facts, scope, joins);
  const columns = useColumns(update.targetList, table, facts);
  walkExpression([joins, values(update.targetList), update.whereClause, update.returningClause], facts, scope);
  if (update.fromClause === undefined && alwaysTrue(update.whereClause)) facts.destroy({ object: table, how: "updateAll", columns });
}

function walkDelete(removal: DeleteStmt, facts: FactsBuilder, scope: Scope): void {
  walkWith(removal.withClause, facts, scope);
  const table = target(removal.relation, facts, scope);
  const joins: unknown[] = [];
  for (const item of removal.usingClause ?? []) addFromItem(item, facts, scope, joins);
  walkExpression([joins, removal.whereClause, removal.returningClause], facts, scope);
  if (removal.usingClause === undefined && alwaysTrue(removal.whereClause)) facts.destroy({ object: table, how: "deleteAll" });
}

function walkMerge(merge: MergeStmt, facts: FactsBuilder, scope: Scope): void {
  walkWith(merge.withClause, facts, scope);
  const table = target(merge.relation, facts, scope);
  const joins: unknown[] = [];
  if (merge.sourceRelation !== undefined) addFromItem(merge.sourceRelation, facts, scope, joins);
  for (const clause of all(merge.mergeWhenClauses, "MergeWhenClause")) {
    useColumns(clause.targetList, table, facts);
    walkExpression([clause.condition, values(clause.targetList), clause.values], facts, scope);
  }
  walkExpression([joins, merge.joinCondition, merge.returningClause], facts, scope);
}

/** No condition, or one that holds for every row: TRUE, 1 = 1. */
function alwaysTrue(condition: Node | undefined): boolean {
  if (condition === undefined) return true;
  const constant = as(condition, "A_Const");
  if (constant !== undefined) return constant.boolval?.boolval === true;
  const comparison = as(condition, "A_Expr");
  if (comparison?.kind !== "AEXPR_OP" || strings(comparison.name)[0] !== "=") return false;
  const left = as(comparison.lexpr, "A_Const");
  const right = as(comparison.rexpr, "A_Const");
  return left !== undefined && right !== undefined && left.isnull !== true && JSON.stringify({ ...left, location: 0 }) === JSON.stringify({ ...right, location: 0 });
}
