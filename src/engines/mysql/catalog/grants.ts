import type { Grant } from "../../../core/catalog/catalog.ts";
import { StatementError } from "../../../core/errors.ts";
import { groupedBy, literal, read, textOrNull } from "./source.ts";
import type { CatalogSource, Row } from "./source.ts";

export interface Grants {
  readonly relations: ReadonlyMap<string, readonly Grant[]>;
  /** By "FUNCTION name" and "PROCEDURE name". */
  readonly routines: ReadonlyMap<string, readonly Grant[]>;
}

/** Grants on single tables, views, columns and routines, as far as the account may see them. Those on the whole database belong to it, not to its objects. */
export async function readGrants(source: CatalogSource): Promise<Grants> {
  const tables = await read(source, "TABLE_PRIVILEGES", "TABLE_SCHEMA", ["grantee", "table_name", "privilege_type", "is_grantable"]);
  const columns = await read(source, "COLUMN_PRIVILEGES", "TABLE_SCHEMA", ["grantee", "table_name", "column_name", "privilege_type", "is_grantable"]);
  const rows = [...tables.map((row) => ({ ...row, column_name: null })), ...columns];
  const relations = new Map([...groupedBy(rows, (row) => row.table_name ?? "")].map(([table, items]) => [table, grantsOf(items)]));
  return { relations, routines: await routineGrants(source) };
}

function grantsOf(rows: readonly Row<"grantee" | "column_name" | "privilege_type" | "is_grantable">[]): Grant[] {
  const groups = groupedBy(rows, (row) => `${row.grantee}\0${row.column_name ?? ""}\0${row.is_grantable}`);
  const grants = [...groups.values()].map((items): Grant => {
    const [first] = items;
    const privileges = items.map((item) => item.privilege_type ?? "").filter((privilege) => privilege !== "USAGE").sort();
    return { grantee: grantee(first?.grantee ?? ""), privileges, grantable: first?.is_grantable === "YES", ...(first?.column_name === null || first === undefined ? {} : { column: first.column_name }) };
  });
  return grants.filter((grant) => grant.privileges.length > 0).sort((a, b) => order(`${a.grantee} ${a.column ?? ""}`, `${b.grantee} ${b.column ?? ""}`));
}

/** `mysql.procs_priv` is the only place that has them; who may not read it does not see them. */
async function routineGrants(source: CatalogSource): Promise<Map<string, Grant[]>> {
  try {
    const rows = await source.query(`SELECT User, Host, Routine_type, Routine_name, Proc_priv FROM mysql.procs_priv WHERE Db = ${literal(source.database)}`);
    const found = rows.map((row) => {
      const [user = "", host = "", type = "", name = "", privileges = ""] = row.map((cell) => textOrNull(cell) ?? "");
      const words = privileges.toUpperCase().split(",").filter((word) => word !== "");
      return { key: `${type.toUpperCase()} ${name.toLowerCase()}`, grant: { grantee: `'${user}'@'${host}'`, privileges: words.filter((word) => word !== "GRANT").sort(), grantable: words.includes("GRANT") } };
    });
    return new Map([...groupedBy(found, (item) => item.key)].map(([key, items]) => [key, items.map((item) => item.grant).sort((a, b) => order(a.grantee, b.grantee))]));
  } catch (error) {
    if (error instanceof StatementError && (error.reason === "permission" || error.reason === "undefinedObject")) return new Map();
    throw error;
  }
}

/** Accounts as information_schema writes them; a role of MariaDB has no host. */
function grantee(text: string): string {
  return text.endsWith("@''") ? text.slice(0, -3) : text;
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
