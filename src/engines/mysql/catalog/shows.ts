import { quoteName } from "../quote.ts";
import type { WholeSource } from "./source.ts";

/** What information_schema does not tell, or not exactly, is asked for by name; all of it together, so that the number of requests does not grow with the objects. */
export type ShowKind = "TABLE" | "VIEW" | "PROCEDURE" | "FUNCTION" | "TRIGGER" | "EVENT" | "PACKAGE" | "PACKAGE BODY";

/** The row that answered a statement which was asked for together with others. */
export type Shown = (statement: string) => readonly unknown[] | undefined;

export function showCreate(kind: ShowKind, name: string): string {
  return `SHOW CREATE ${kind} ${quoteName(name)}`;
}

/** Asks all statements at once; each gives one row. */
export async function showAll(source: WholeSource, statements: readonly string[]): Promise<Shown> {
  if (statements.length === 0) return () => undefined;
  const results = await source.queryTogether(statements.map((statement) => ofSource(source, statement)));
  const rows = new Map(statements.map((statement, at) => [statement, results[at]?.[0]]));
  return (statement) => rows.get(statement);
}

/** The name with the source's database before it, whichever one a script's USE has gone to. */
function ofSource({ database }: WholeSource, statement: string): string {
  const name = statement.indexOf("`");
  return database === "" ? statement : `${statement.slice(0, name)}${quoteName(database)}.${statement.slice(name)}`;
}
