import { parseStmt } from "sqlite3-parser";
import type { Script } from "../../core/script/script.ts";
import type { ScriptFacts, ScriptProblem, StatementFacts } from "../../core/script/facts.ts";
import { destructions } from "./facts/destructions.ts";
import type { ParsedStatement } from "./facts/parsed.ts";
import { shellCommands } from "./shellCommands.ts";
import { factsOf } from "./facts/statement.ts";

/** Parses every statement with SQLite's own grammar; one that cannot be parsed is a problem, the others keep their facts. So is a shell command that would do something. */
export function analyse(script: Script): ScriptFacts {
  const parsed: ParsedStatement[] = [];
  const problems: ScriptProblem[] = [];
  for (const statement of script.statements) {
    const result = parseStmt(statement.text);
    if (result.status === "ok") parsed.push({ statement, node: result.root });
    else {
      const [first] = result.errors;
      const hints = first?.hints?.map((hint) => hint.message).join("; ");
      problems.push({
        reason: "syntax",
        message: `${first?.message ?? "syntax error"}${hints === undefined || hints === "" ? "" : ` (${hints})`}`,
        offset: statement.start + Math.min(first?.span.offset ?? 0, statement.text.length),
        code: "SQLITE_ERROR",
      });
    }
  }
  for (const command of shellCommands(script)) {
    if (!command.harmless) problems.push({ reason: "syntax", message: `.${command.name} is a command of the sqlite3 shell, which is not run here`, offset: command.start });
  }
  problems.sort((a, b) => a.offset - b.offset);
  const losses = destructions(parsed);
  const statements = parsed.map((item): StatementFacts => ({ ...factsOf(item), destroys: losses.get(item) ?? [] }));
  return { statements, problems };
}
