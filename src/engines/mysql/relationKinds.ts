import { StatementError } from "../../core/errors.ts";
import type { Cell, Session } from "../engine.ts";
import { quoteText } from "./quote.ts";

/** What a row of information_schema.TABLES is: "table", "view" or "sequence". */
export const kindExpression = "CASE TABLE_TYPE WHEN 'VIEW' THEN 'view' WHEN 'SEQUENCE' THEN 'sequence' ELSE 'table' END";

const kindsQuery = `SELECT TABLE_NAME, ${kindExpression} FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()`;
/** So many are asked for one by one, which reads their files alone. */
const singly = 40;

/**
 * What each of many relations of a MariaDB database is. The server opens the file of each to tell; InnoDB knows its own tables without that,
 * for an account with the right PROCESS. What it does not know for sure, or tells as no ordinary table, is asked for.
 */
export async function kindsOf(session: Session, names: readonly string[], signal: AbortSignal): Promise<Map<string, string>> {
  const ordinary = await ordinaryTables(session, signal);
  const rest = names.filter((name) => !ordinary.has(name));
  if (rest.length === 0) return new Map();
  const query = rest.length > singly ? kindsQuery : rest.map((name) => `${kindsQuery} AND TABLE_NAME = ${quoteText(name)}`).join(" UNION ALL ");
  return new Map((await session.run(query, { signal })).rows.map(([name, kind]) => [String(name), String(kind)]));
}

/** Sequences are those that InnoDB does not roll back: two bits of the flags. Names with other characters than these are written in another way there. */
async function ordinaryTables(session: Session, signal: AbortSignal): Promise<ReadonlySet<string>> {
  try {
    const { rows } = await session.run("SELECT SUBSTRING(NAME, CHAR_LENGTH(DATABASE()) + 2) FROM information_schema.INNODB_SYS_TABLES WHERE LEFT(NAME, CHAR_LENGTH(DATABASE()) + 1) = CONCAT(DATABASE(), '/') AND FLAG & 12288 = 0", { signal });
    return new Set(rows.map(([name]: readonly Cell[]) => String(name)).filter((name) => /^\w+$/.test(name)));
  } catch (error) {
    if (error instanceof StatementError && error.reason === "permission") return new Set();
    throw error;
  }
}
