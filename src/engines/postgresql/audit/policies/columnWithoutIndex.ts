import type { Node } from "libpg-query";
import type { TableObject } from "../../../../core/catalog/catalog.ts";
import { quoteName, quoteObject } from "../../quote.ts";
import { as, strings } from "../../facts/nodes.ts";
import type { AuditFacts } from "../facts.ts";
import type { PostgresqlRule } from "../rule.ts";
import { survey, unwrapped } from "./expression/survey.ts";
import { listed } from "./openTo.ts";
import { commandsOf, policiesOf, type Policy } from "./policy.ts";

/** The peers: pgrls PERF003; splinter's rules of foreign keys take a partial index for one that helps. */
export const columnWithoutIndex: PostgresqlRule = {
  id: "rls/column-without-index",
  title: "A policy's column without an index",
  why: "A policy is a condition on every statement. Where it compares a column with who asks and no index begins with that column, each statement reads the whole table. Partial indexes and later columns of an index do not serve it. Of no weight while the table is small.",
  scope: "rls",
  find: (facts) => {
    const found = new Map<string, { readonly table: TableObject; readonly column: string; readonly policies: string[] }>();
    for (const policy of policiesOf(facts)) {
      if (policy.using === undefined || policy.table.form === "foreign" || commandsOf(policy.policy).every((command) => command === "INSERT")) continue;
      for (const column of wanting(policy.using.node, policy)) {
        const key = `${policy.object} ${column}`;
        const known = found.get(key);
        if (known === undefined) found.set(key, { table: policy.table, column, policies: [policy.policy.name] });
        else known.policies.push(policy.policy.name);
      }
    }
    return [...found.values()].map(({ table, column, policies }) => {
      const name = indexName(table, column, facts);
      const rows = table.estimatedRows ?? 0;
      return {
        rule: "rls/column-without-index",
        object: `${table.schema}.${table.name}`,
        part: column,
        severity: rows >= 1000 ? ("warning" as const) : ("info" as const),
        message: `No index of ${table.schema}.${table.name} begins with ${column}, which ${listed(policies.map((policy) => `"${policy}"`))} compare${policies.length === 1 ? "s" : ""} with who asks: every statement reads the whole table.`,
        fix: {
          title: `Index ${column}`,
          statements: [`CREATE INDEX ${quoteName(name)} ON ${quoteObject(table)} (${quoteName(column)})`],
          undo: [`DROP INDEX ${quoteObject({ schema: table.schema, name })}`],
        },
      };
    });
  },
};

/** Columns that an index would have to begin with; none where one of an AND is served already, or where a branch of an OR can be served by no index. */
function wanting(node: Node, policy: Policy): readonly string[] {
  const both = as(node, "BoolExpr");
  if (both?.boolop === "AND_EXPR") {
    const parts = (both.args ?? []).filter((arg) => searchable(arg, policy));
    const each = parts.map((arg) => wanting(arg, policy));
    return each.find((columns) => columns.length === 0) ?? each[0] ?? [];
  }
  if (both?.boolop === "OR_EXPR") {
    const args = both.args ?? [];
    return args.every((arg) => searchable(arg, policy)) ? [...new Set(args.flatMap((arg) => wanting(arg, policy)))] : [];
  }
  const column = comparedColumn(node, policy);
  return column === undefined || served(policy.table, column) ? [] : [column];
}

function searchable(node: Node, policy: Policy): boolean {
  const both = as(node, "BoolExpr");
  if (both?.boolop === "AND_EXPR") return (both.args ?? []).some((arg) => searchable(arg, policy));
  if (both?.boolop === "OR_EXPR") return (both.args ?? []).every((arg) => searchable(arg, policy));
  return comparedColumn(node, policy) !== undefined;
}

/** The own column of `column = what is the same for every row`, `column = ANY (…)` or `column IN (SELECT …)`. */
function comparedColumn(node: Node, policy: Policy): string | undefined {
  const expression = as(node, "A_Expr");
  if (expression !== undefined) {
    if (strings(expression.name).at(-1) !== "=" || !["AEXPR_OP", "AEXPR_OP_ANY", "AEXPR_IN"].includes(expression.kind ?? "")) return undefined;
    const left = ownColumn(expression.lexpr, policy);
    if (left !== undefined) return sameForAll(expression.rexpr, policy) && !constant(expression.rexpr) ? left : undefined;
    const right = expression.kind === "AEXPR_OP" ? ownColumn(expression.rexpr, policy) : undefined;
    return right !== undefined && sameForAll(expression.lexpr, policy) && !constant(expression.lexpr) ? right : undefined;
  }
  const link = as(node, "SubLink");
  return link?.subLinkType === "ANY_SUBLINK" && link.operName === undefined && sameForAll(link.subselect, policy) ? ownColumn(link.testexpr, policy) : undefined;
}

function ownColumn(node: Node | undefined, { table }: Policy): string | undefined {
  const names = strings(as(node, "ColumnRef")?.fields);
  if (names.length === 0 || (names.length > 1 && names.at(-2) !== table.name)) return undefined;
  return table.columns.find(({ name }) => name === names.at(-1))?.name;
}

function sameForAll(node: Node | undefined, { table }: Policy): boolean {
  return node !== undefined && survey(node, table.name).columns.every(({ of }) => of !== "own");
}

function constant(node: Node | undefined): boolean {
  if (node === undefined) return false;
  const bare = unwrapped(node);
  return as(bare, "A_Const") !== undefined || (as(bare, "TypeCast")?.arg !== undefined && constant(as(bare, "TypeCast")?.arg));
}

function served(table: TableObject, column: string): boolean {
  return table.indexes.some((index) => index.valid && index.predicate === undefined && index.columns[0] === column && index.method !== "brin")
    || table.constraints.some(({ form, columns }) => (form === "primaryKey" || form === "unique") && columns[0] === column);
}

function indexName(table: TableObject, column: string, facts: AuditFacts): string {
  const taken = new Set([...facts.catalog.tables, ...facts.catalog.views].flatMap((relation) => (relation.schema === table.schema ? [relation.name, ...relation.indexes.map(({ name }) => name)] : [])));
  const base = [...`${table.name}_${column}_idx`].slice(0, 50).join("");
  for (let count = 0; ; count += 1) if (!taken.has(count === 0 ? base : `${base}${count}`)) return count === 0 ? base : `${base}${count}`;
}
