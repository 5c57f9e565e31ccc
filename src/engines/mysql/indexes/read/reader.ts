import { MentionedTable, type Relation, type Target } from "../../../../core/indexes/read/mentionedTable.ts";
import { type Output, ReadScope } from "../../../../core/indexes/read/readScope.ts";
import { foldName } from "../../quote.ts";
import { columnPart } from "./columnPart.ts";
import { readCondition, type Sink } from "./conditions.ts";
import { readOrder } from "./order.ts";
import { columnTargets, targetsOf } from "./parts.ts";
import { inside, isTree, listIn, namesOf, valueIn, walk } from "./tree.ts";
import type { Place, Tree } from "./tree.ts";

/** What a reader knows of the database; names of columns are folded. */
export interface ReadRoom {
  relation(name: string): Relation | undefined;
  /** The tree of a view's query. */
  view(name: string): Tree | undefined;
}

/** Reads one statement: the tables it mentions, and what it asks of each. */
export class StatementReader {
  readonly tables: MentionedTable[] = [];
  readonly parameters: { readonly at: Place; readonly target: Target; readonly as: Parameters<Sink["parameter"]>[2] }[] = [];
  readonly counts: { readonly at: Place; readonly as: "limit" | "offset" }[] = [];
  readonly unread = new Set<string>();
  private readonly room: ReadRoom;
  private readonly inside = new WeakMap<Tree, readonly Output[]>();

  constructor(room: ReadRoom) {
    this.room = room;
  }

  mention(relation: Relation, alias: string, scope: ReadScope): MentionedTable {
    const table: MentionedTable = new MentionedTable(relation, (column) => columnPart(column, table.typeOf(column)));
    this.tables.push(table);
    scope.sources.push({ alias, table });
    return table;
  }

  /** What the query gives, column by column. */
  readQuery(query: Tree, scope: ReadScope, exists = false): readonly Output[] {
    this.readWith(query, scope);
    const limit = inside(query, "limit_clause", "LimitOffset");
    for (const [node, as] of [[limit?.["limit"], "limit"], [inside(limit, "offset")?.["value"], "offset"]] as const) {
      const value = valueIn(node);
      if (value?.text === null && value.place !== undefined) this.counts.push({ at: value.place, as });
    }
    return this.readBody(query["body"], query, scope, exists);
  }

  readFrom(from: readonly unknown[], scope: ReadScope): void {
    for (const one of from) {
      this.readSource(inside(one, "relation"), scope);
      for (const join of listIn(one, "joins")) {
        this.readSource(inside(join, "relation"), scope);
        const operator = inside(join, "join_operator");
        const [constraint] = operator === undefined ? [] : Object.values(operator);
        const on = isTree(constraint) ? constraint["On"] : undefined;
        this.readColumns(on, scope);
        readCondition(on, scope, this.sink());
        for (const name of listIn(constraint, "Using")) this.joinBy(namesOfUsing(name), scope);
      }
    }
  }

  /** Columns that are read, and the queries inside. */
  readColumns(root: unknown, scope: ReadScope): void {
    walk(root, (node) => {
      const query = inside(node, "Subquery") ?? inside(node, "subquery");
      if (query !== undefined) {
        // IN has what is searched beside its query, EXISTS only the query.
        const exists = node["negated"] !== undefined && node["expr"] === undefined;
        if (!this.inside.has(query)) this.inside.set(query, this.readQuery(query, new ReadScope(scope), exists));
        if (node["expr"] !== undefined) this.readColumns(node["expr"], scope);
        return false;
      }
      for (const { table, part } of columnTargets(node, scope) ?? []) for (const name of part.columns) table.reads(name);
      return namesOf(node) === undefined;
    });
  }

  sink(): Sink {
    return {
      add: (table, condition) => void table.conditions.push(condition),
      either: (table, branches) => void table.either.push(branches),
      parameter: (at, target, as) => void this.parameters.push({ at, target, as }),
      inner: (query) => this.inside.get(query)?.[0]?.targets ?? [],
    };
  }

  private readWith(query: Tree, scope: ReadScope): void {
    const recursive = inside(query, "with")?.["recursive"] === true;
    for (const one of listIn(query, "with", "cte_tables")) {
      const name = foldName(String(inside(one, "alias", "name")?.["value"] ?? ""));
      const inner = inside(one, "query");
      if (recursive) scope.nameQuery(name, []);
      const outputs = inner === undefined ? [] : this.readQuery(inner, new ReadScope(scope));
      scope.nameQuery(name, recursive ? outputs.map((output) => ({ name: output.name, targets: [] })) : outputs);
    }
  }

  private readBody(body: unknown, query: Tree, scope: ReadScope, exists: boolean): readonly Output[] {
    const inner = inside(body, "Query");
    if (inner !== undefined) return this.readQuery(inner, scope, exists);
    const operation = inside(body, "SetOperation");
    if (operation !== undefined) {
      for (const side of ["left", "right"]) this.readBody(operation[side], {}, new ReadScope(scope), exists);
      return [];
    }
    const select = inside(body, "Select");
    return select === undefined ? [] : this.readSelect(select, query, scope, exists);
  }

  private readSelect(select: Tree, query: Tree, scope: ReadScope, exists: boolean): readonly Output[] {
    this.readFrom(listIn(select, "from"), scope);
    const outputs = listIn(select, "projection").flatMap((item): readonly Output[] => {
      const named = inside(item, "ExprWithAlias");
      const node = named?.["expr"] ?? (isTree(item) ? item["UnnamedExpr"] : undefined);
      if (node === undefined) {
        if (!exists) scope.readsAll();
        return scope.outputs();
      }
      if (!exists) this.readColumns(node, scope);
      const name = inside(named, "alias")?.["value"] ?? namesOf(node)?.at(-1);
      return [{ name: typeof name === "string" ? foldName(name) : "", targets: targetsOf(node, scope) }];
    });
    for (const node of [select["selection"], select["group_by"], select["having"], query["order_by"]]) this.readColumns(node, scope);
    readCondition(select["selection"], scope, this.sink());
    readOrder(select, query, outputs, scope, exists);
    const closed = inside(query, "limit_clause") !== undefined || listIn(select, "group_by", "Expressions").flat().length > 0;
    return closed ? outputs.map(({ name }) => ({ name, targets: [] })) : outputs;
  }

  private readSource(source: Tree | undefined, scope: ReadScope): void {
    const table = inside(source, "Table");
    const derived = inside(source, "Derived");
    if (derived !== undefined) {
      const query = inside(derived, "subquery");
      return void scope.sources.push({ alias: aliasOf(derived) ?? "", outputs: query === undefined ? [] : this.readQuery(query, new ReadScope(scope.parent, scope)) });
    }
    const nested = inside(source, "NestedJoin", "table_with_joins");
    if (nested !== undefined) return this.readFrom([nested], scope);
    if (table === undefined) return;
    const name = String(inside(listIn(table, "name").at(-1), "Identifier")?.["value"] ?? "");
    const alias = aliasOf(table) ?? foldName(name);
    const query = scope.namedQuery(foldName(name));
    if (query !== undefined) return void scope.sources.push({ alias, outputs: query });
    const relation = this.room.relation(name);
    if (relation !== undefined) return void this.mention(relation, alias, scope);
    const view = this.room.view(name);
    if (view === undefined) this.unread.add(`What ${name} is could not be told from the schema.`);
    scope.sources.push({ alias, outputs: view === undefined ? [] : this.readQuery(view, new ReadScope()) });
  }

  private joinBy(name: string, scope: ReadScope): void {
    for (const source of scope.sources) {
      if (!("table" in source) || !source.table.has(name)) continue;
      source.table.reads(name);
      source.table.conditions.push({ part: source.table.part(name), kind: "join" });
    }
  }
}

function aliasOf(node: Tree): string | undefined {
  const name = inside(node, "alias", "name")?.["value"];
  return typeof name === "string" ? foldName(name) : undefined;
}

function namesOfUsing(node: unknown): string {
  const [part] = Array.isArray(node) ? (node as readonly unknown[]) : [node];
  return foldName(String(inside(part, "Identifier")?.["value"] ?? (isTree(part) ? part["value"] : "") ?? ""));
}
