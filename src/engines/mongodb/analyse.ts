import type { ScriptFacts, ScriptProblem, StatementFacts } from "../../core/script/facts.ts";
import type { Script } from "../../core/script/script.ts";
import { factsOf } from "./facts/statement.ts";
import { UnreadableText } from "./shell/problem.ts";
import { scan } from "./shell/scan.ts";
import { readStatement } from "./statement.ts";
import type { MongoStatement } from "./statement.ts";

/** Reads every command; one that cannot be read is a problem, the others keep their facts. */
export function analyse(script: Script): ScriptFacts {
  const statements: StatementFacts[] = [];
  const problems: ScriptProblem[] = scan(script.text).problems.map(({ offset, message }) => ({ reason: "syntax", message, offset }));
  for (const statement of script.statements) {
    const read = tried(statement.text);
    if (read instanceof UnreadableText) problems.push({ reason: "syntax", message: `${read.message}.`, offset: statement.start + Math.min(read.offset, statement.text.length) });
    else statements.push(factsOf(statement, read));
  }
  problems.sort((a, b) => a.offset - b.offset);
  return { statements, problems };
}

function tried(text: string): MongoStatement | UnreadableText {
  try {
    return readStatement(text);
  } catch (error) {
    if (error instanceof UnreadableText) return error;
    throw error;
  }
}
