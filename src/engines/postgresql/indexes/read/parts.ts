import type { Node } from "libpg-query";
import type { KeyPart } from "../../../../core/indexes/queryUse.ts";
import { quoteName } from "../../quote.ts";
import { as, strings } from "../../facts/nodes.ts";
import type { ReadScope } from "../../../../core/indexes/read/readScope.ts";
import type { MentionedTable, Target } from "../../../../core/indexes/read/mentionedTable.ts";
import { written } from "./write.ts";

/** What a node is of the tables: their columns, or one expression over columns of one of them. Empty where it is neither. */
export function targetsOf(node: Node | undefined, scope: ReadScope): readonly Target[] {
  if (node === undefined) return [];
  const reference = as(node, "ColumnRef");
  if (reference !== undefined) {
    const found = scope.resolve(strings(reference.fields));
    return found.kind === "column" ? found.targets : [];
  }
  const columns = new Set<string>();
  const tables = new Set<MentionedTable>();
  const text = written(node, (names) => {
    const found = scope.resolve(names);
    const [target] = found.kind === "column" ? found.targets : [];
    if (target === undefined || target.part.expression || (found.kind === "column" && found.targets.length > 1)) return undefined;
    const [column] = target.part.columns;
    if (column === undefined) return undefined;
    tables.add(target.table);
    columns.add(column);
    return quoteName(column);
  });
  const [table] = tables;
  if (text === undefined || table === undefined || tables.size > 1) return [];
  const part: KeyPart = { text: as(node, "A_Expr") === undefined ? `(${text})` : text, columns: [...columns], expression: true };
  return [{ table, part }];
}

export interface Mentions {
  readonly tables: ReadonlySet<MentionedTable>;
  /** A column of something that is no table, or that nobody knows. */
  readonly others: boolean;
  readonly parameters: readonly number[];
  /** Neither columns, nor parameters, nor queries: the same in every run. */
  readonly constant: boolean;
}

/** Whose columns stand in an expression. */
export function mentionsIn(node: unknown, scope: ReadScope): Mentions {
  const tables = new Set<MentionedTable>();
  const parameters: number[] = [];
  let others = false;
  let queries = false;
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    if (typeof value !== "object" || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (key === "ColumnRef") {
        const found = scope.resolve(strings((inner as { readonly fields?: Node[] }).fields));
        if (found.kind === "column" && found.targets.length > 0) for (const { table } of found.targets) tables.add(table);
        else others = true;
      } else if (key === "ParamRef") parameters.push((inner as { readonly number?: number }).number ?? 0);
      else if (key === "SubLink") queries = true;
      else visit(inner);
    }
  };
  visit(node);
  return { tables, others, parameters, constant: tables.size === 0 && !others && !queries && parameters.length === 0 };
}
