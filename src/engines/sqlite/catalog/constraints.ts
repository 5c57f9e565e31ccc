import type { ColumnConstraint, DeferSubclause, ForeignKeyClause, IndexedColumn, NamedColumnConstraint, NamedTableConstraint, ResolveType, SortedColumn } from "sqlite3-parser";
import type { ConstraintObject } from "../../../core/catalog/catalog.ts";
import { foldName, plainName } from "../quote.ts";
import { joinTokens, parenthesised, tokensIn } from "./canonical.ts";
import type { CanonicalToken } from "./canonical.ts";

type Form = ConstraintObject["form"];

interface Found {
  readonly name: string | undefined;
  readonly form: Form;
  readonly columns: readonly string[];
  readonly definition: string;
  readonly references?: NonNullable<ConstraintObject["references"]>;
}

/** The constraints of a column in the words of table constraints, so that both ways of writing them are equal. */
export function columnConstraints(column: string, constraints: readonly NamedColumnConstraint[], tokens: readonly CanonicalToken[], columns: ReadonlySet<string>): Found[] {
  const found: Found[] = [];
  constraints.forEach(({ name, constraint }, at) => {
    const item = columnConstraint(column, constraint, deferOf(constraints, at), tokens, columns);
    if (item !== null && !(item.form === "notNull" && name === undefined && item.definition === "NOT NULL")) found.push({ ...item, name: name?.text });
  });
  return found;
}

export function tableConstraint({ name, constraint }: NamedTableConstraint, tokens: readonly CanonicalToken[], columns: ReadonlySet<string>): Found {
  const named = { name: name?.text };
  switch (constraint.type) {
    case "PrimaryKeyTableConstraint":
      return { ...named, form: "primaryKey", columns: constraint.columns.map(columnName), definition: `PRIMARY KEY (${sorted(constraint.columns)}${constraint.autoIncrement ? " AUTOINCREMENT" : ""})${conflict(constraint.conflictClause)}` };
    case "UniqueTableConstraint":
      return { ...named, form: "unique", columns: constraint.columns.map(columnName), definition: `UNIQUE (${sorted(constraint.columns)})${conflict(constraint.conflictClause)}` };
    case "CheckTableConstraint":
      return { ...named, ...check(tokensIn(tokens, constraint.span), columns, constraint.conflictClause) };
    case "ForeignKeyTableConstraint":
      return { ...named, ...foreignKey(constraint.columns.map((column) => column.colName.text), constraint.clause, constraint.deferClause) };
  }
}

/** Gives the unnamed ones a name made of their columns; equal names are told apart in the order of their definitions. */
export function nameConstraints(found: readonly Found[]): ConstraintObject[] {
  const taken = new Map<string, number>();
  const ordered = [...found].sort((a, b) => (a.definition < b.definition ? -1 : a.definition > b.definition ? 1 : 0));
  const names = new Map<Found, string>();
  for (const item of ordered) {
    if (item.name !== undefined) continue;
    const base = `${item.form}(${item.columns.join(", ")})`;
    const count = (taken.get(base) ?? 0) + 1;
    taken.set(base, count);
    names.set(item, count === 1 ? base : `${base} #${count}`);
  }
  return found.map(({ name, ...rest }) => ({ ...rest, name: name ?? "", validated: true })).map((item, at) => {
    const made = names.get(found[at] as Found);
    return made === undefined ? item : { ...item, name: made, unnamed: true };
  });
}

function columnConstraint(column: string, constraint: ColumnConstraint, defer: DeferSubclause | undefined, tokens: readonly CanonicalToken[], columns: ReadonlySet<string>): Omit<Found, "name"> | null {
  switch (constraint.type) {
    case "PrimaryKeyColumnConstraint": {
      const end = `${constraint.autoIncrement ? " AUTOINCREMENT" : ""}`;
      // INTEGER PRIMARY KEY DESC on the column itself is no rowid alias, on the table it is: it keeps its place.
      const definition = constraint.order === "Desc" ? `PRIMARY KEY DESC${conflict(constraint.conflictClause)}${end}` : `PRIMARY KEY (${plainName(column)}${end})${conflict(constraint.conflictClause)}`;
      return { form: "primaryKey", columns: [column], definition };
    }
    case "UniqueColumnConstraint":
      return { form: "unique", columns: [column], definition: `UNIQUE (${plainName(column)})${conflict(constraint.conflictClause)}` };
    case "NotNullColumnConstraint":
      return constraint.nullable ? null : { form: "notNull", columns: [column], definition: `NOT NULL${conflict(constraint.conflictClause)}` };
    case "CheckColumnConstraint":
      return check(tokensIn(tokens, constraint.span), columns, undefined);
    case "ForeignKeyColumnConstraint":
      return foreignKey([column], constraint.clause, constraint.deferClause ?? defer);
    default:
      return null;
  }
}

/** The parser gives DEFERRABLE after a column's REFERENCES as a constraint of its own. */
function deferOf(constraints: readonly NamedColumnConstraint[], at: number): DeferSubclause | undefined {
  const next = constraints[at + 1]?.constraint;
  return next?.type === "DeferColumnConstraint" ? next.clause : undefined;
}

function check(tokens: readonly CanonicalToken[], columns: ReadonlySet<string>, onConflict: ResolveType | undefined): Omit<Found, "name"> {
  const { inner } = parenthesised(tokens.slice(tokens.findIndex((token) => token.text === "CHECK")));
  const used = inner.filter((token) => token.kind === "identifier").map((token) => token.text.replace(/^"(.*)"$/, "$1").replaceAll('""', '"'));
  const named = used.filter((name, at) => columns.has(foldName(name)) && used.indexOf(name) === at);
  return { form: "check", columns: named, definition: `CHECK (${joinTokens(inner)})${conflict(onConflict)}` };
}

const actions = { SetNull: "SET NULL", SetDefault: "SET DEFAULT", Cascade: "CASCADE", Restrict: "RESTRICT", NoAction: "NO ACTION" } as const;

function foreignKey(columns: readonly string[], clause: ForeignKeyClause, defer: DeferSubclause | undefined): Omit<Found, "name"> {
  const targets = (clause.columns ?? []).map((column: IndexedColumn) => column.colName.text);
  const list = (names: readonly string[]): string => `(${names.map(plainName).join(", ")})`;
  const parts = [`FOREIGN KEY ${list(columns)} REFERENCES ${plainName(clause.tblName.text)}${targets.length === 0 ? "" : ` ${list(targets)}`}`];
  for (const argument of clause.args) {
    if (argument.type === "MatchRefArg") parts.push(`MATCH ${plainName(argument.name.text)}`);
    else if (argument.type !== "OnInsertRefArg" && argument.action !== "NoAction") parts.push(`ON ${argument.type === "OnDeleteRefArg" ? "DELETE" : "UPDATE"} ${actions[argument.action]}`);
  }
  parts.sort((a, b) => rank(a) - rank(b));
  if (defer?.deferrable === true && defer.initDeferred === "InitiallyDeferred") parts.push("DEFERRABLE INITIALLY DEFERRED");
  return { form: "foreignKey", columns, definition: parts.join(" "), references: { schema: "", table: clause.tblName.text, columns: targets } };
}

function rank(part: string): number {
  return ["FOREIGN", "ON DELETE", "ON UPDATE", "MATCH"].findIndex((start) => part.startsWith(start));
}

function sorted(columns: readonly SortedColumn[]): string {
  return columns.map((column) => `${plainName(columnName(column))}${collation(column)}${column.order === "Desc" ? " DESC" : ""}`).join(", ");
}

function columnName({ expr }: SortedColumn): string {
  const inner = expr.type === "CollateExpr" ? expr.expr : expr;
  return inner.type === "Id" ? inner.name : inner.type === "StringLiteral" ? inner.value : inner.type === "NameExpr" ? inner.name.text : "";
}

function collation({ expr }: SortedColumn): string {
  return expr.type === "CollateExpr" ? ` COLLATE ${expr.collation.toUpperCase()}` : "";
}

function conflict(clause: ResolveType | undefined): string {
  return clause === undefined || clause === "Abort" ? "" : ` ON CONFLICT ${clause.toUpperCase()}`;
}
