import { StatementError } from "../../../core/errors.ts";
import { literal, textOrNull } from "./source.ts";
import type { CatalogSource, Row } from "./source.ts";

/** The columns of foreign keys and their actions, as information_schema.KEY_COLUMN_USAGE and REFERENTIAL_CONSTRAINTS name them. */
export interface ForeignKeyRows {
  readonly usage: Row<"constraint_name" | "table_name" | "column_name" | "ordinal_position" | "referenced_table_schema" | "referenced_table_name" | "referenced_column_name">[];
  readonly rules: readonly Row<"constraint_name" | "table_name" | "update_rule" | "delete_rule">[];
}

/**
 * MariaDB opens every table to tell its foreign keys, for each of the two lists anew; InnoDB, which alone has any, knows them without that.
 * Null where the account may not ask it (the right PROCESS), or where it writes a name in another way than the server: characters beyond words, letters in another case.
 */
export async function innodbForeignKeys(source: CatalogSource, tables: ReadonlySet<string>): Promise<ForeignKeyRows | null> {
  const inside = (column: string): string => `LEFT(${column}, ${source.database.length + 1}) = ${literal(`${source.database}/`)}`;
  if (!isWord(source.database)) return null;
  try {
    const keys = (await source.query(`SELECT ID, FOR_NAME, REF_NAME, TYPE FROM information_schema.INNODB_SYS_FOREIGN WHERE ${inside("FOR_NAME")}`)).map((row) => row.map((cell) => textOrNull(cell) ?? ""));
    if (keys.length === 0) return { usage: [], rules: [] };
    const folded = new Set([...tables].map((name) => name.toLowerCase()));
    const isSame = (database: string, name: string): boolean => isWord(database) && isWord(name) && (database !== source.database || tables.has(name) || !folded.has(name.toLowerCase()));
    const found = new Map(keys.map(([id = "", from = "", to = "", type = ""]) => [id, { name: id.split("/"), from: from.split("/"), to: to.split("/"), type: Number(type) }]));
    for (const { name, from, to } of found.values()) {
      if ([name, from, to].some(({ length }) => length !== 2) || name[0] !== source.database || !isWord(name[1] ?? "") || !tables.has(from[1] ?? "") || !isSame(to[0] ?? "", to[1] ?? "")) return null;
    }
    const columns = await source.query(`SELECT ID, FOR_COL_NAME, REF_COL_NAME, POS FROM information_schema.INNODB_SYS_FOREIGN_COLS WHERE ${inside("ID")}`);
    return {
      usage: columns.flatMap((row) => {
        const [id = "", column = "", referenced = "", at = ""] = row.map((cell) => textOrNull(cell) ?? "");
        const key = found.get(id);
        return key === undefined ? [] : [{ constraint_name: key.name[1] ?? "", table_name: key.from[1] ?? "", column_name: column, ordinal_position: at, referenced_table_schema: key.to[0] ?? "", referenced_table_name: key.to[1] ?? "", referenced_column_name: referenced }];
      }),
      rules: [...found.values()].map(({ name, from, type }) => ({ constraint_name: name[1] ?? "", table_name: from[1] ?? "", delete_rule: actionOf(type, 1, 2, 16), update_rule: actionOf(type, 4, 8, 32) })),
    };
  } catch (error) {
    if (error instanceof StatementError && error.reason === "permission") return null;
    throw error;
  }
}

/** Bits of the key's type: dict0mem.h of InnoDB. */
function actionOf(type: number, cascade: number, setNull: number, none: number): string {
  return (type & cascade) !== 0 ? "CASCADE" : (type & setNull) !== 0 ? "SET NULL" : (type & none) !== 0 ? "NO ACTION" : "RESTRICT";
}

function isWord(name: string): boolean {
  return /^\w+$/.test(name);
}
