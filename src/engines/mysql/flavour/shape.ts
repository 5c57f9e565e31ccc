import { Cursor } from "../facts/cursor.ts";
import { skipDefiner } from "../facts/refs.ts";
import type { Token } from "../scan/tokens.ts";
import type { StatementShape } from "./rule.ts";

/** Looks at a statement as the rules need it. */
export function shapeOf(tokens: readonly Token[]): StatementShape {
  const cursor = new Cursor(tokens);
  const first = cursor.upper();
  cursor.at++;
  if (first !== "CREATE" && first !== "ALTER" && first !== "DROP" && first !== "RENAME") return { tokens, verb: first, items: [] };
  cursor.take("OR", "REPLACE");
  skipDefiner(cursor);
  while (cursor.take("TEMPORARY") || cursor.take("IGNORE") || cursor.take("ONLINE") || cursor.take("UNIQUE") || cursor.take("FULLTEXT") || cursor.take("SPATIAL"));
  const second = cursor.upper();
  const verb = `${first} ${second}`;
  cursor.at++;
  if (second !== "TABLE" || (first !== "CREATE" && first !== "ALTER")) return { tokens, verb, items: [] };
  cursor.take("IF", "NOT", "EXISTS");
  cursor.take("IF", "EXISTS");
  cursor.dotted();
  const items = first === "ALTER" ? cursor.list() : (cursor.is("(") ? (cursor.group()?.list() ?? []) : []);
  return { tokens, verb, items };
}
