import type { A_Expr, ColumnRef, FuncCall, Node, SelectStmt, SubLink } from "libpg-query";
import { all, as, strings } from "../../../facts/nodes.ts";

/** A source of rows inside a subquery. */
export interface Source {
  readonly alias: string;
  /** Absent for a function, a VALUES list or a subquery. */
  readonly table?: { readonly schema: string | undefined; readonly name: string };
}

/** What stands around a place of an expression. */
export interface Around {
  /** Of the subqueries around it, the outermost first. */
  readonly subqueries: readonly Subquery[];
  /** It stands in a `(SELECT …)` without FROM, which the planner evaluates once where nothing of the row is in it. */
  readonly wrapped: boolean;
}

export interface Subquery {
  readonly link: SubLink;
  readonly select: SelectStmt;
  readonly sources: readonly Source[];
}

export interface ColumnUse extends Around {
  readonly name: string;
  /** "own": of the row that the policy is asked for. Otherwise of that source, or of one that is not known. */
  readonly of: "own" | Source | undefined;
}

export interface CallUse extends Around {
  readonly schema: string | undefined;
  readonly name: string;
  readonly args: readonly Node[];
  /** Columns of any row, own or of a subquery, that its arguments are made of. */
  readonly columns: readonly ColumnUse[];
  /** Byte offset in the text that was parsed. */
  readonly location: number;
}

/** What an expression is made of. */
export interface Survey {
  readonly columns: readonly ColumnUse[];
  readonly calls: readonly CallUse[];
  readonly operators: readonly (Around & { readonly node: A_Expr; readonly operator: string })[];
  readonly subqueries: readonly (Around & Subquery)[];
  /** Tables and views that it reads. */
  readonly reads: readonly { readonly schema: string | undefined; readonly name: string }[];
  readonly keywords: readonly string[];
}

interface Found {
  columns: ColumnUse[];
  calls: CallUse[];
  operators: (Around & { readonly node: A_Expr; readonly operator: string })[];
  subqueries: (Around & Subquery)[];
  reads: { readonly schema: string | undefined; readonly name: string }[];
  keywords: string[];
}

/** `own`: the name of the policy's table; absent for a text that belongs to none. */
export function survey(part: unknown, own?: string): Survey {
  const found: Found = { columns: [], calls: [], operators: [], subqueries: [], reads: [], keywords: [] };
  walk(part, own, { subqueries: [], wrapped: false }, found);
  return found;
}

function walk(part: unknown, own: string | undefined, around: Around, found: Found): void {
  if (part === null || typeof part !== "object") return;
  if (Array.isArray(part)) {
    for (const item of part) walk(item, own, around, found);
    return;
  }
  const node = part as Readonly<Record<string, unknown>>;
  for (const key in node) {
    const value = node[key];
    if (value === null || typeof value !== "object") continue;
    if (key === "ColumnRef") found.columns.push(columnUse(value as ColumnRef, own, around));
    else if (key === "SubLink") walkSubquery(value as SubLink, own, around, found);
    else {
      if (key === "FuncCall") addCall(value as FuncCall, own, around, found);
      else if (key === "A_Expr") found.operators.push({ ...around, node: value as A_Expr, operator: strings((value as A_Expr).name).at(-1) ?? "" });
      else if (key === "RangeVar") addRead(value as { schemaname?: string; relname?: string }, found);
      else if (key === "SQLValueFunction") found.keywords.push((value as { op?: string }).op ?? "");
      walk(value, own, around, found);
    }
  }
}

function walkSubquery(link: SubLink, own: string | undefined, around: Around, found: Found): void {
  walk(link.testexpr, own, around, found);
  const select = as(link.subselect, "SelectStmt");
  if (select === undefined) return;
  const subquery: Subquery = { link, select, sources: sourcesOf(select) };
  found.subqueries.push({ ...around, ...subquery });
  const free = link.subLinkType === "EXPR_SUBLINK" && isBare(select);
  walk(select, own, free ? { ...around, wrapped: true } : { subqueries: [...around.subqueries, subquery], wrapped: false }, found);
}

/** A SELECT of values alone: no rows are read. */
export function isBare(select: SelectStmt): boolean {
  return select.larg === undefined && select.valuesLists === undefined && (select.fromClause ?? []).length === 0 && select.whereClause === undefined;
}

function addCall(call: FuncCall, own: string | undefined, around: Around, found: Found): void {
  const names = strings(call.funcname);
  const inside: Found = { columns: [], calls: [], operators: [], subqueries: [], reads: [], keywords: [] };
  walk(call.args, own, around, inside);
  found.calls.push({ ...around, schema: names.at(-2), name: names.at(-1) ?? "", args: call.args ?? [], columns: inside.columns, location: call.location ?? 0 });
}

function addRead({ schemaname, relname }: { readonly schemaname?: string; readonly relname?: string }, found: Found): void {
  found.reads.push({ schema: schemaname, name: relname ?? "" });
}

function columnUse(column: ColumnRef, own: string | undefined, around: Around): ColumnUse {
  const names = strings(column.fields);
  const name = names.length === column.fields?.length ? (names.at(-1) ?? "") : "*";
  const prefix = name === "*" ? names.at(-1) : names.at(-2);
  if (prefix === undefined) return { ...around, name, of: around.subqueries.length === 0 && own !== undefined ? "own" : around.subqueries.at(-1)?.sources[0] };
  for (const { sources } of [...around.subqueries].reverse()) {
    const source = sources.find(({ alias }) => alias === prefix);
    if (source !== undefined) return { ...around, name, of: source };
  }
  return { ...around, name, of: prefix === own ? "own" : undefined };
}

/** What a SELECT reads from, joins and set operations included. */
export function sourcesOf(select: SelectStmt): readonly Source[] {
  return [...(select.fromClause ?? []).flatMap(itemSources), ...(select.larg === undefined ? [] : sourcesOf(select.larg)), ...(select.rarg === undefined ? [] : sourcesOf(select.rarg))];
}

function itemSources(item: Node): readonly Source[] {
  const relation = as(item, "RangeVar");
  if (relation !== undefined) return [{ alias: relation.alias?.aliasname ?? relation.relname ?? "", table: { schema: relation.schemaname, name: relation.relname ?? "" } }];
  const join = as(item, "JoinExpr");
  if (join !== undefined) return [join.larg, join.rarg].flatMap((side) => (side === undefined ? [] : itemSources(side)));
  const alias = (Object.values(item)[0] as { readonly alias?: { readonly aliasname?: string } }).alias?.aliasname;
  return [{ alias: alias ?? "" }];
}

/** The operands of nested ANDs. */
export function conjuncts(node: Node): readonly Node[] {
  const both = as(node, "BoolExpr");
  return both?.boolop === "AND_EXPR" ? (both.args ?? []).flatMap(conjuncts) : [node];
}

/** The one value of `(SELECT value)` without FROM, however often it is wrapped; any other node as it is. */
export function unwrapped(node: Node): Node {
  const link = as(node, "SubLink");
  const select = as(link?.subselect, "SelectStmt");
  if (link?.subLinkType !== "EXPR_SUBLINK" || select === undefined || !isBare(select)) return node;
  const value = all(select.targetList, "ResTarget")[0]?.val;
  return value === undefined ? node : unwrapped(value);
}
