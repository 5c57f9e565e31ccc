import type { JoinExpr, Node, RangeVar, SelectStmt, WithClause } from "libpg-query";
import type { Condition } from "../../../../core/indexes/queryUse.ts";
import { all, as, strings } from "../../facts/nodes.ts";
import { columnPart } from "./columnPart.ts";
import { readCondition, type Sink } from "./conditions.ts";
import { readOrder } from "./order.ts";
import { targetsOf } from "./parts.ts";
import { type Output, ReadScope, type Source } from "../../../../core/indexes/read/readScope.ts";
import { MentionedTable, type Relation, type Target } from "../../../../core/indexes/read/mentionedTable.ts";
import type { TypeRoom } from "./operators.ts";

/** What a reader knows of the database. */
export interface ReadRoom {
  readonly types: TypeRoom;
  relation(schema: string | undefined, name: string): Relation | undefined;
  /** The query of a view. */
  view(schema: string | undefined, name: string): SelectStmt | undefined;
  /** What policies add to every read: all of the first kind hold, and one of the second. */
  policies(relation: Relation): { readonly restrictive: readonly Node[]; readonly permissive: readonly Node[] } | undefined;
}

export interface LearntParameter {
  readonly target: Target;
  readonly as: Parameters<Sink["parameter"]>[2];
}

/** Reads one statement: the tables it mentions, and what it asks of each. */
export class StatementReader {
  readonly tables: MentionedTable[] = [];
  readonly parameters = new Map<number, LearntParameter>();
  /** Parameters of LIMIT and OFFSET. */
  readonly counts = new Map<number, "limit" | "offset">();
  readonly unread = new Set<string>();
  private readonly room: ReadRoom;
  private readonly inside = new WeakMap<object, readonly Output[]>();
  private readonly views = new Set<string>();

  constructor(room: ReadRoom) {
    this.room = room;
  }

  mention(relation: Relation, alias: string, scope: ReadScope): MentionedTable {
    const table = new MentionedTable(relation, columnPart);
    this.tables.push(table);
    scope.sources.push({ alias, table });
    this.readPolicies(table);
    return table;
  }

  readWith(clause: WithClause | undefined, scope: ReadScope, whole: unknown): void {
    for (const query of all(clause?.ctes, "CommonTableExpr")) {
      const name = query.ctename ?? "";
      if (clause?.recursive === true) scope.nameQuery(name, []);
      const select = as(query.ctequery, "SelectStmt");
      const outputs = select === undefined ? [] : this.readSelect(select, new ReadScope(scope));
      const reaches = clause?.recursive !== true && query.ctematerialized !== "CTEMaterializeAlways" && (query.ctematerialized === "CTEMaterializeNever" || mentionedTimes(whole, name) <= 1);
      const named = strings(query.aliascolnames);
      scope.nameQuery(name, outputs.map((output, at) => ({ name: named[at] ?? output.name, targets: reaches ? output.targets : [] })));
    }
  }

  /** What the query gives, column by column. */
  readSelect(select: SelectStmt, scope: ReadScope, exists = false): readonly Output[] {
    this.readWith(select.withClause, scope, select);
    if (select.larg !== undefined && select.rarg !== undefined) {
      const left = this.readSelect(select.larg, new ReadScope(scope));
      const right = this.readSelect(select.rarg, new ReadScope(scope));
      return left.map(({ name, targets }, at) => ({ name, targets: [...targets, ...(right[at]?.targets ?? [])] }));
    }
    for (const item of select.fromClause ?? []) this.readFrom(item, scope);
    const outputs = this.readTargets(select.targetList, scope);
    for (const part of [select.whereClause, select.havingClause, select.groupClause, select.sortClause, select.distinctClause, select.windowClause, select.valuesLists, ...(exists ? [] : [select.targetList])]) this.readColumns(part, scope);
    readCondition(select.whereClause, scope, this.sink());
    readOrder(select, outputs, scope, exists);
    this.readCount(select.limitCount, "limit");
    this.readCount(select.limitOffset, "offset");
    return reaching(select, outputs, scope);
  }

  /** Columns that are read, and the queries inside. */
  readColumns(node: unknown, scope: ReadScope): void {
    if (Array.isArray(node)) return node.forEach((item) => this.readColumns(item, scope));
    if (typeof node !== "object" || node === null) return;
    for (const [key, value] of Object.entries(node)) {
      if (key === "ColumnRef") {
        const names = strings((value as { readonly fields?: Node[] }).fields);
        if (names.length < ((value as { readonly fields?: Node[] }).fields?.length ?? 0)) scope.readsAll(names.at(-1));
        else {
          const found = scope.resolve(names);
          if (found.kind === "column") for (const { table, part } of found.targets) for (const column of part.columns) table.reads(column);
        }
      } else if (key === "SubLink") this.readLink(value as { readonly subselect?: Node; readonly testexpr?: Node; readonly subLinkType?: string }, scope);
      else this.readColumns(value, scope);
    }
  }

  readFrom(item: Node, scope: ReadScope): void {
    const relation = as(item, "RangeVar");
    if (relation !== undefined) return this.readRelation(relation, scope);
    const join = as(item, "JoinExpr");
    if (join !== undefined) return this.readJoin(join, scope);
    const query = as(item, "RangeSubselect");
    const select = as(query?.subquery, "SelectStmt");
    if (query !== undefined && select !== undefined) {
      const outputs = this.readSelect(select, query.lateral === true ? new ReadScope(scope) : new ReadScope(scope.parent, scope));
      const named = strings(query.alias?.colnames);
      scope.sources.push({ alias: query.alias?.aliasname ?? "", outputs: outputs.map((output, at) => ({ ...output, name: named[at] ?? output.name })) });
      return;
    }
    const sample = as(item, "RangeTableSample");
    if (sample?.relation !== undefined) return this.readFrom(sample.relation, scope);
    this.readColumns(item, scope);
  }

  sink(): Sink {
    return {
      types: this.room.types,
      add: (table, condition) => void table.conditions.push(condition),
      either: (table, branches) => void table.either.push(branches),
      parameter: (number, target, how) => void (this.parameters.has(number) ? undefined : this.parameters.set(number, { target, as: how })),
      inner: (link) => this.inside.get(link)?.[0]?.targets ?? [],
    };
  }

  private readLink(link: { readonly subselect?: Node; readonly testexpr?: Node; readonly subLinkType?: string }, scope: ReadScope): void {
    this.readColumns(link.testexpr, scope);
    const select = as(link.subselect, "SelectStmt");
    if (select !== undefined && !this.inside.has(link)) this.inside.set(link, this.readSelect(select, new ReadScope(scope), link.subLinkType === "EXISTS_SUBLINK"));
  }

  private readRelation(range: RangeVar, scope: ReadScope): void {
    const name = range.relname ?? "";
    const alias = range.alias?.aliasname ?? name;
    const query = range.schemaname === undefined ? scope.namedQuery(name) : undefined;
    if (query !== undefined) return void scope.sources.push({ alias, outputs: query });
    const relation = this.room.relation(range.schemaname, name);
    if (relation !== undefined) return void this.mention(relation, alias, scope);
    const view = this.views.has(name) ? undefined : this.room.view(range.schemaname, name);
    if (view === undefined) {
      this.unread.add(`What ${range.schemaname === undefined ? "" : `${range.schemaname}.`}${name} is could not be told from the schema.`);
      return void scope.sources.push({ alias, outputs: [] });
    }
    this.views.add(name);
    scope.sources.push({ alias, outputs: this.readSelect(view, new ReadScope()) });
    this.views.delete(name);
  }

  private readJoin(join: JoinExpr, scope: ReadScope): void {
    const before = scope.sources.length;
    if (join.larg !== undefined) this.readFrom(join.larg, scope);
    const middle = scope.sources.length;
    if (join.rarg !== undefined) this.readFrom(join.rarg, scope);
    this.readColumns(join.quals, scope);
    readCondition(join.quals, scope, this.sink());
    const [left, right] = [scope.sources.slice(before, middle), scope.sources.slice(middle)];
    const shared = join.isNatural === true ? namesOf(left).filter((name) => namesOf(right).includes(name)) : strings(join.usingClause);
    for (const name of shared) for (const side of [left, right]) for (const { table, part } of targetsNamed(side, name)) {
      table.reads(name);
      table.conditions.push({ part, kind: "join" });
    }
  }

  private readTargets(targets: readonly Node[] | undefined, scope: ReadScope): Output[] {
    return all(targets, "ResTarget").flatMap(({ name, val }): readonly Output[] => {
      const reference = as(val, "ColumnRef");
      const names = strings(reference?.fields);
      if (reference !== undefined && names.length < (reference.fields?.length ?? 0)) return scope.outputs(names.at(-1));
      return [{ name: name ?? names.at(-1) ?? as(val, "FuncCall")?.funcname?.map((part) => as(part, "String")?.sval ?? "").at(-1) ?? "", targets: targetsOf(val, scope) }];
    });
  }

  private readCount(node: Node | undefined, what: "limit" | "offset"): void {
    const number = as(node, "ParamRef")?.number ?? as(as(node, "TypeCast")?.arg, "ParamRef")?.number;
    if (number !== undefined) this.counts.set(number, what);
  }

  private readPolicies(table: MentionedTable): void {
    const policies = this.room.policies(table.relation);
    if (policies === undefined) return;
    const scope = new ReadScope();
    scope.sources.push({ alias: table.relation.name, table });
    const sink = this.sink();
    const marked: Sink = { ...sink, add: (of, condition: Condition) => sink.add(of, { ...condition, byPolicy: true }), either: (of, branches) => sink.either(of, branches.map((branch) => branch.map((condition): Condition => ({ ...condition, byPolicy: true })))) };
    for (const node of [...policies.restrictive, ...policies.permissive]) this.readColumns(node, scope);
    for (const node of policies.restrictive) readCondition(node, scope, marked);
    const [only] = policies.permissive;
    if (only !== undefined) readCondition(policies.permissive.length === 1 ? only : ({ BoolExpr: { boolop: "OR_EXPR", args: [...policies.permissive] } } as Node), scope, marked);
  }
}

/** Columns through which a condition on the query reaches the tables below: all of a plain one, those that it groups by else. */
function reaching(select: SelectStmt, outputs: readonly Output[], scope: ReadScope): readonly Output[] {
  if (select.limitCount !== undefined || select.limitOffset !== undefined || select.windowClause !== undefined) return outputs.map(({ name }) => ({ name, targets: [] }));
  if (select.groupClause === undefined && select.distinctClause === undefined) return outputs;
  const grouped = new Set((select.groupClause ?? []).flatMap((node) => targetsOf(node, scope).map(({ part }) => part.text)));
  return outputs.map(({ name, targets }) => ({ name, targets: select.groupClause === undefined ? targets : targets.filter(({ part }) => grouped.has(part.text)) }));
}

function mentionedTimes(whole: unknown, name: string): number {
  return JSON.stringify(whole).split(`"relname":${JSON.stringify(name)}`).length - 1;
}

function namesOf(sources: readonly Source[]): string[] {
  return sources.flatMap((source) => ("table" in source ? source.table.relation.columns.map(({ name }) => name) : source.outputs.map(({ name }) => name)));
}

function targetsNamed(sources: readonly Source[], name: string): readonly Target[] {
  const scope = new ReadScope();
  scope.sources.push(...sources);
  const found = scope.resolve([name]);
  return found.kind === "column" ? found.targets : [];
}
