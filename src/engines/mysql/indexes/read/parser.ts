import { isTree } from "./tree.ts";
import type { Tree } from "./tree.ts";

let loading: Promise<(sql: string) => readonly unknown[]> | undefined;

/** The one statement of a text as a tree, or why there is none. The parser is loaded when the first is read. */
export async function parseOne(sql: string): Promise<Tree | string> {
  const parse = await (loading ??= load());
  try {
    const statements = parse(sql);
    const [first] = statements;
    return statements.length === 1 && isTree(first) ? first : "It is not one statement.";
  } catch (error) {
    return `It cannot be parsed: ${error instanceof Error ? error.message : String(error)}`;
  }
}

async function load(): Promise<(sql: string) => readonly unknown[]> {
  const { init, parse } = await import("@guanmingchiu/sqlparser-ts");
  await init();
  return (sql) => parse(sql, "mysql") as readonly unknown[];
}
