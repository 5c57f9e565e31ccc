import type { Destruction, ScriptFacts, StatementFacts } from "../../../src/core/script/facts.ts";
import { analyse } from "../../../src/engines/sqlite/analyse.ts";
import { split } from "../../../src/engines/sqlite/split.ts";

export function read(script: string): ScriptFacts {
  return analyse(split(script));
}

/** The facts of a script of one statement. */
export function one(statement: string): StatementFacts {
  const { statements, problems } = read(statement);
  const [only] = statements;
  if (only === undefined || statements.length !== 1 || problems.length > 0) throw new Error(`Not one statement: ${statement}`);
  return only;
}

/** "drop users", "dropColumn users.name": what each statement loses. */
export function losses(script: string): string[] {
  return read(script).statements.flatMap((statement) => statement.destroys).map(shown);
}

function shown({ object, how, columns }: Destruction): string {
  const name = object.table === undefined ? object.name : `${object.table}.${object.name}`;
  return `${how} ${object.kind} ${name}${columns === undefined || how === "dropColumn" ? "" : ` (${columns.join(", ")})`}`;
}
