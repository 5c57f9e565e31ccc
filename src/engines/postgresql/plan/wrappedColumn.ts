/** A function or a cast around a column, compared with a value: `(lower(email) = '…'::text)`, `((created_at)::date = '…'::date)`. */
const wrapped = /\((?:(\w+)\((\(?"?[a-z_][\w."]*\)?)(?:::\w+)?\)|\((\w[\w."]*)\)::([a-z][\w ]*?)) (=|<|>|<=|>=|~~) (?:'|\$|\(InitPlan|\d|ANY)/;

/** The column of a condition that no index on the column itself answers, and the expression around it; undefined where there is none. */
export function wrappedColumn(filter: string): { readonly column: string; readonly expression: string; readonly toDay: boolean } | undefined {
  const found = wrapped.exec(filter);
  if (found === null) return undefined;
  const [, called, argument, cast, type] = found;
  const column = (argument ?? cast ?? "").replace(/[()]/g, "");
  return { column, expression: called === undefined ? `(${column})::${type!}` : `${called}(${column})`, toDay: called === undefined && type === "date" };
}
