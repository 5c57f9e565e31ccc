import { traverse } from "sqlite3-parser";
import type { AstNode, Expr, FromClause, Select, SelectFrom, SelectTable, With } from "sqlite3-parser";
import { MentionedTable, type Relation, type Target } from "../../../../core/indexes/read/mentionedTable.ts";
import { type Output, ReadScope, type Source } from "../../../../core/indexes/read/readScope.ts";
import { columnOf } from "../../plan/term.ts";
import { foldName } from "../../quote.ts";
import { columnPart } from "./columnPart.ts";
import { readCondition, type Sink } from "./conditions.ts";
import { readOrder } from "./order.ts";
import { targetsOf } from "./parts.ts";

/** What a reader knows of the database; names are folded. */
export interface ReadRoom {
  relation(name: string): Relation | undefined;
  /** A column as its table writes it. */
  spelling(table: string, column: string): string;
  /** The query of a view and its text. */
  view(name: string): { readonly select: Select; readonly text: string } | undefined;
}

/** Reads one statement: the tables it mentions, and what it asks of each. Names are folded. */
export class StatementReader {
  readonly tables: MentionedTable[] = [];
  /** By place in the text. */
  readonly parameters = new Map<number, { readonly target: Target; readonly as: Parameters<Sink["parameter"]>[2] }>();
  readonly counts = new Map<number, "limit" | "offset">();
  readonly unread = new Set<string>();
  private readonly room: ReadRoom;
  private text: string;
  private readonly inside = new WeakMap<object, readonly Output[]>();

  constructor(room: ReadRoom, text: string) {
    this.room = room;
    this.text = text;
  }

  mention(relation: Relation, alias: string, scope: ReadScope): MentionedTable {
    const table = new MentionedTable(relation, (column) => columnPart(column, this.room.spelling(relation.name, column)));
    this.tables.push(table);
    scope.sources.push({ alias, table });
    return table;
  }

  readWith(clause: With | undefined, scope: ReadScope): void {
    for (const { tblName, columns, select, materialized } of clause?.ctes ?? []) {
      const name = foldName(tblName.text);
      if (clause?.recursive === true) scope.nameQuery(name, []);
      const outputs = this.readSelect(select, new ReadScope(scope));
      const named = (columns ?? []).map((column) => foldName(this.cut(column)));
      scope.nameQuery(name, outputs.map((output, at) => ({ name: named[at] ?? output.name, targets: materialized === "Yes" || clause?.recursive === true ? [] : output.targets })));
    }
  }

  /** What the query gives, column by column. */
  readSelect(query: Select, scope: ReadScope, exists = false): readonly Output[] {
    this.readWith(query.with, scope);
    for (const { select } of query.compounds ?? []) if (select.type === "SelectFrom") this.readOne(select, { ...query, compounds: undefined, orderBy: undefined, limit: undefined }, new ReadScope(scope), exists);
    const { select } = query;
    for (const [node, what] of [[query.limit?.expr, "limit"], [query.limit?.offset, "offset"]] as const) if (node?.type === "VariableExpr") this.counts.set(node.span.offset, what);
    return select.type === "SelectFrom" ? this.readOne(select, query.compounds === undefined ? query : { ...query, orderBy: undefined, limit: undefined }, scope, exists) : [];
  }

  /** Columns that are read, and the queries inside. */
  readColumns(root: AstNode | undefined, scope: ReadScope): void {
    if (root === undefined) return;
    traverse(root, {
      enter: (node: AstNode, parent: AstNode | undefined) => {
        if (node.type === "Select") {
          if (!this.inside.has(node)) this.inside.set(node, this.readSelect(node, new ReadScope(scope), parent?.type === "ExistsExpr"));
          return "skip";
        }
        if (node.type === "StarResultColumn") scope.readsAll();
        if (node.type === "TableStarResultColumn") scope.readsAll(foldName(node.table.text));
        if (node.type !== "Id" && node.type !== "QualifiedExpr") return "continue";
        const column = columnOf(node);
        const found = column === undefined ? undefined : scope.resolve(column.alias === undefined ? [column.column] : [column.alias, column.column]);
        if (found?.kind === "column") for (const { table, part } of found.targets) for (const name of part.columns) table.reads(name);
        return "skip";
      },
    });
  }

  readFrom(from: FromClause | undefined, scope: ReadScope): void {
    if (from?.select !== undefined) this.readSource(from.select, scope);
    for (const { table, constraint } of from?.joins ?? []) {
      const before = [...scope.sources];
      this.readSource(table, scope);
      if (constraint?.type === "OnJoinConstraint") {
        this.readColumns(constraint.expr, scope);
        readCondition(constraint.expr, scope, this.sink());
      }
      if (constraint?.type === "UsingJoinConstraint") for (const { text } of constraint.columns) this.joinBy(foldName(text), before, scope.sources.slice(before.length));
    }
  }

  sink(): Sink {
    return {
      text: this.text,
      add: (table, condition) => void table.conditions.push(condition),
      either: (table, branches) => void table.either.push(branches),
      parameter: (at, target, as) => void (this.parameters.has(at) ? undefined : this.parameters.set(at, { target, as })),
      inner: (query) => this.inside.get(query)?.[0]?.targets ?? [],
    };
  }

  private readOne(select: SelectFrom, query: Select, scope: ReadScope, exists: boolean): readonly Output[] {
    this.readFrom(select.from, scope);
    const outputs = select.columns.flatMap((column): readonly Output[] => {
      if (column.type === "StarResultColumn") return scope.outputs();
      if (column.type === "TableStarResultColumn") return scope.outputs(foldName(column.table.text));
      return [{ name: foldName(column.alias?.name.text ?? columnOf(column.expr)?.column ?? ""), targets: targetsOf(column.expr, scope, this.text) }];
    });
    if (!exists) for (const column of select.columns) this.readColumns(column, scope);
    for (const node of [select.whereClause, ...(select.groupBy ?? []), select.having, ...(query.orderBy ?? []).map(({ expr }) => expr)]) this.readColumns(node, scope);
    readCondition(select.whereClause, scope, this.sink());
    readOrder(select, query, outputs, scope, this.text, exists);
    return reaching(select, query, outputs, scope, this.text);
  }

  private readSource(source: SelectTable, scope: ReadScope): void {
    const alias = "alias" in source && source.alias !== undefined ? foldName(source.alias.name.text) : undefined;
    if (source.type === "SelectSelectTable") return void scope.sources.push({ alias: alias ?? "", outputs: this.readSelect(source.select, new ReadScope(scope.parent, scope)) });
    if (source.type === "SubSelectTable") return this.readFrom(source.from, scope);
    const name = foldName(source.type === "TableSelectTable" ? source.tblName.objName.text : "");
    const query = scope.namedQuery(name);
    if (query !== undefined) return void scope.sources.push({ alias: alias ?? name, outputs: query });
    const relation = this.room.relation(name);
    if (relation !== undefined) return void this.mention(relation, alias ?? name, scope);
    scope.sources.push({ alias: alias ?? name, outputs: this.readView(name) });
  }

  private readView(name: string): readonly Output[] {
    const view = this.room.view(name);
    if (view === undefined) {
      if (name !== "") this.unread.add(`What ${name} is could not be told from the schema.`);
      return [];
    }
    const text = this.text;
    this.text = view.text;
    const outputs = this.readSelect(view.select, new ReadScope());
    this.text = text;
    return outputs;
  }

  private joinBy(name: string, left: readonly Source[], right: readonly Source[]): void {
    for (const sources of [left, right]) {
      const side = new ReadScope();
      side.sources.push(...sources);
      const found = side.resolve([name]);
      for (const { table, part } of found.kind === "column" ? found.targets : []) {
        table.reads(name);
        table.conditions.push({ part, kind: "join" });
      }
    }
  }

  private cut({ span }: AstNode): string {
    return this.text.slice(span.offset, span.offset + span.length).replace(/^["`[]|["`\]]$/g, "");
  }
}

/** Columns through which a condition on the query reaches the tables below. */
function reaching(select: SelectFrom, query: Select, outputs: readonly Output[], scope: ReadScope, text: string): readonly Output[] {
  if (query.limit !== undefined || query.compounds !== undefined) return outputs.map(({ name }) => ({ name, targets: [] }));
  if (select.groupBy === undefined) return outputs;
  const grouped = new Set(select.groupBy.flatMap((node: Expr) => targetsOf(node, scope, text).map(({ part }) => part.text)));
  return outputs.map(({ name, targets }) => ({ name, targets: targets.filter(({ part }) => grouped.has(part.text)) }));
}
