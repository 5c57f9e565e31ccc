import type { StatementFacts } from "../../../core/script/facts.ts";
import type { Statement } from "../../../core/script/script.ts";
import type { MongoStatement } from "../statement.ts";
import { commandFacts } from "./command.ts";

/** What one statement is, says and needs; places count from the start of the script. */
export function factsOf(statement: Statement, read: MongoStatement): StatementFacts {
  const base = { statement, defines: [], uses: [], drops: [], renames: [], destroys: [], writes: true, transaction: "outside" as const };
  if (read.kind === "module") return { ...base, verb: `runModule ${read.direction}`, kind: "dml", opaque: true };
  return { ...base, verb: read.name, ...commandFacts(read, statement.start) };
}
