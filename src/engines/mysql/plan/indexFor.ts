import type { TableObject } from "../../../core/catalog/catalog.ts";
import type { PlanView } from "../../../core/plan/planView.ts";
import { quoteName } from "../quote.ts";
import type { Access } from "./access.ts";
import type { Column, Term } from "./terms.ts";

/** An index in words and, where the table's true name is known, as a statement. */
export interface IndexAdvice {
  readonly columns: readonly string[];
  /** Behind them one of these: that whose condition leaves the fewest rows. */
  readonly choice?: readonly string[];
  readonly sql?: string;
}

const ranks: Partial<Record<Term["relation"], number>> = { equal: 0, null: 0, in: 1, range: 2, like: 2 };
const longestName = 64;

/**
 * The columns of the table that the terms ask plainly: those that must be equal first, then the one range. Of several ranges only one can be used,
 * and which leaves the fewest rows the plan does not tell: then they are a choice.
 */
export function indexFor(view: PlanView, access: Access, terms: readonly Term[], first: readonly string[] = []): IndexAdvice | undefined {
  const usable = terms.flatMap((term) => {
    const column = columnOf(term, access);
    const rank = ranks[term.relation];
    return column === undefined || rank === undefined || (term.other !== undefined && rank > 0) || (term.relation === "like" && /^['"][%_]/.test(term.value ?? "")) ? [] : [{ column, rank }];
  });
  const equal = usable.filter(({ rank }) => rank < 2).sort((a, b) => a.rank - b.rank).map(({ column }) => column);
  const ranges = [...new Set(usable.filter(({ rank }) => rank === 2).map(({ column }) => column))].filter((name) => !equal.includes(name) && !first.includes(name));
  const leading = [...new Set([...first, ...equal])];
  if (ranges.length < 2) return indexOn(view, access, [...leading, ...ranges]);
  return leading.length > first.length ? indexOn(view, access, leading) : { columns: leading, choice: ranges };
}

/** The column of this table that a term compares plainly, also with one of another table. */
function columnOf(term: Term, access: Access): string | undefined {
  if (term.wrapped !== undefined || term.column === undefined) return undefined;
  if (isOf(term.column, access)) return term.other !== undefined && isOf(term.other, access) ? undefined : term.column.name;
  return term.other !== undefined && term.value === undefined && isOf(term.other, access) ? term.other.name : undefined;
}

/** An index over these columns, which the table does not have yet as far as is known. */
export function indexOn(view: PlanView, access: Access, columns: readonly string[], descending: readonly string[] = []): IndexAdvice | undefined {
  if (columns.length === 0 || access.temporary) return undefined;
  const table = tableOf(view, access);
  if (table?.indexes.some((index) => columns.every((column, at) => index.columns[at]?.toLowerCase() === column.toLowerCase())) === true) return undefined;
  const wide = table?.columns.some((column) => columns.includes(column.name) && /text|blob|json|geometry/i.test(column.type)) === true;
  const named = view.plan.query !== undefined || access.relation.schema !== undefined;
  if (wide || !named) return { columns };
  const name = `by_${columns.join("_")}`.slice(0, longestName);
  return { columns, sql: `CREATE INDEX ${quoteName(name)} ON ${quoteName(access.relation.name)} (${columns.map((column) => `${quoteName(column)}${descending.includes(column) ? " DESC" : ""}`).join(", ")})` };
}

/** "an index on (status, amount)". */
export function indexInWords({ columns, choice }: IndexAdvice): string {
  if (choice === undefined) return `an index on (${columns.join(", ")})`;
  return `an index on (${[...columns, choice.join(" or ")].join(", ")}), whichever of them leaves the fewest rows,`;
}

/** The table of an access in the catalog; undefined where no server was asked. */
export function tableOf(view: PlanView, { relation }: Pick<Access, "relation">): TableObject | undefined {
  const named = view.catalog?.tables.filter((table) => table.name.toLowerCase() === relation.name.toLowerCase()) ?? [];
  return named.find((table) => table.schema === "" || relation.schema === undefined || table.schema === relation.schema);
}

/** Does a condition mean this table? A column without a table is taken for its own. */
export function isOf(column: Column, { relation }: Pick<Access, "relation">): boolean {
  return column.table === undefined || column.table === (relation.alias ?? relation.name) || column.table === relation.name;
}

/** As a person calls the table: "purchase p". */
export function tableName({ relation }: Pick<Access, "relation">): string {
  return relation.alias === undefined || relation.alias === relation.name ? relation.name : `${relation.name} ${relation.alias}`;
}
