import type { ConstraintObject } from "../../../core/catalog/catalog.ts";
import { quoteName } from "../quote.ts";
import { tokensOf } from "../scan/tokens.ts";
import { nameOf } from "../ownName.ts";
import { innodbForeignKeys } from "./innodbForeignKeys.ts";
import type { ForeignKeyRows } from "./innodbForeignKeys.ts";
import { groupedBy, read } from "./source.ts";
import type { CatalogSource, Row } from "./source.ts";
import { stripped, unescaped } from "./texts.ts";

export interface TableConstraints {
  readonly foreignKeys: ReadonlyMap<string, readonly ConstraintObject[]>;
  readonly checks: ReadonlyMap<string, readonly ConstraintObject[]>;
}

/** The foreign keys and CHECKs of all tables, by their table. */
export async function readConstraints(source: CatalogSource, tables: ReadonlySet<string>): Promise<TableConstraints> {
  const { usage, rules } = (source.flavour === "mariadb" ? await innodbForeignKeys(source, tables) : null) ?? (await toldForeignKeys(source));
  const ruleOf = new Map(rules.map((rule) => [key(rule), rule]));
  const keys = groupedBy(usage.sort((a, b) => Number(a.ordinal_position) - Number(b.ordinal_position)), key);
  const foreignKeys = [...keys.entries()].map(([name, parts]) => ({ table: parts[0]?.table_name ?? "", constraint: foreignKey(source, parts, ruleOf.get(name)) }));
  const checks = source.flavour === "mysql" ? await mysqlChecks(source) : await mariadbChecks(source);
  const byTable = (items: readonly Owned[]): Map<string, ConstraintObject[]> => new Map([...groupedBy(items, (item) => item.table)].map(([table, list]) => [table, list.map((item) => item.constraint)]));
  return { foreignKeys: byTable(foreignKeys), checks: byTable(checks) };
}

async function toldForeignKeys(source: CatalogSource): Promise<ForeignKeyRows> {
  return {
    usage: await read(source, "KEY_COLUMN_USAGE", "REFERENCED_TABLE_NAME IS NOT NULL AND TABLE_SCHEMA", ["constraint_name", "table_name", "column_name", "ordinal_position", "referenced_table_schema", "referenced_table_name", "referenced_column_name"]),
    rules: await read(source, "REFERENTIAL_CONSTRAINTS", "CONSTRAINT_SCHEMA", ["constraint_name", "table_name", "update_rule", "delete_rule"]),
  };
}

interface Owned {
  readonly table: string;
  readonly constraint: ConstraintObject;
}

function key(row: Row<"table_name" | "constraint_name">): string {
  return `${row.table_name}\0${row.constraint_name}`;
}

function foreignKey(source: CatalogSource, parts: readonly Row<"constraint_name" | "column_name" | "referenced_table_schema" | "referenced_table_name" | "referenced_column_name">[], rule: Row<"update_rule" | "delete_rule"> | undefined): ConstraintObject {
  const [first] = parts;
  const schema = first?.referenced_table_schema === source.database ? "" : (first?.referenced_table_schema ?? "");
  const table = first?.referenced_table_name ?? "";
  const columns = parts.map((part) => part.column_name ?? "");
  const targets = parts.map((part) => part.referenced_column_name ?? "");
  const target = schema === "" ? quoteName(table) : `${quoteName(schema)}.${quoteName(table)}`;
  // What a foreign key without an action is called.
  const usual = source.flavour === "mysql" ? "NO ACTION" : "RESTRICT";
  const action = (event: string, value: string | null | undefined): string => (value === undefined || value === null || value === usual ? "" : ` ON ${event} ${value}`);
  return {
    name: first?.constraint_name ?? "",
    form: "foreignKey",
    columns,
    definition: `FOREIGN KEY (${columns.map(quoteName).join(", ")}) REFERENCES ${target} (${targets.map(quoteName).join(", ")})${action("DELETE", rule?.delete_rule)}${action("UPDATE", rule?.update_rule)}`,
    references: { schema, table, columns: targets },
    validated: true,
  };
}

async function mysqlChecks(source: CatalogSource): Promise<Owned[]> {
  const named = await read(source, "TABLE_CONSTRAINTS", "CONSTRAINT_TYPE = 'CHECK' AND TABLE_SCHEMA", ["constraint_name", "table_name", "enforced"]);
  if (named.length === 0) return [];
  const clauses = new Map((await read(source, "CHECK_CONSTRAINTS", "CONSTRAINT_SCHEMA", ["constraint_name", "check_clause"])).map((row) => [row.constraint_name, row.check_clause]));
  return named.map((row) => check(source, row, unescaped(source, clauses.get(row.constraint_name) ?? ""), row.enforced === "NO" ? " NOT ENFORCED" : ""));
}

/** A CHECK of a column has no name of its own on MariaDB: the server calls it as the column. */
async function mariadbChecks(source: CatalogSource): Promise<Owned[]> {
  const rows = await read(source, "CHECK_CONSTRAINTS", "CONSTRAINT_SCHEMA", ["table_name", "constraint_name", "level", "check_clause"]);
  return rows.map((row) => {
    const made = check(source, row, row.check_clause ?? "", "");
    return row.level === "Column" ? { ...made, constraint: { ...made.constraint, columns: [row.constraint_name ?? ""], unnamed: true } } : made;
  });
}

function check(source: CatalogSource, row: Row<"table_name" | "constraint_name">, clause: string, end: string): Owned {
  const { text } = stripped(source, clause);
  const expression = /^\([\s\S]*\)$/.test(text) && wraps(source, text) ? text : `(${text})`;
  const columns = [...new Set(tokensOf(text, source.flavour).filter((token) => token.kind === "name").map(nameOf))];
  return { table: row.table_name ?? "", constraint: { name: row.constraint_name ?? "", form: "check", columns, definition: `CHECK ${expression}${end}`, validated: end === "" } };
}

/** True where the first parenthesis is closed by the last. */
function wraps(source: CatalogSource, text: string): boolean {
  let depth = 0;
  const tokens = tokensOf(text, source.flavour);
  return tokens.every((token, at) => {
    depth += token.text === "(" ? 1 : token.text === ")" ? -1 : 0;
    return depth > 0 || at === tokens.length - 1;
  });
}
