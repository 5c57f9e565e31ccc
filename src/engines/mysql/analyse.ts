import type { ScriptFacts, ScriptProblem } from "../../core/script/facts.ts";
import { dialectNames } from "../../core/engineId.ts";
import { keepRecreated } from "../../core/script/recreated.ts";
import type { Script } from "../../core/script/script.ts";
import { FactsBuilder } from "./facts/builder.ts";
import { Cursor } from "./facts/cursor.ts";
import { definitionKey } from "./facts/definitionKey.ts";
import { readStatement } from "./facts/dispatch.ts";
import { ScriptState } from "./facts/state.ts";
import type { Flavour } from "./flavourName.ts";
import { clientProblems } from "./clientCommands.ts";
import type { SqlMode } from "./scan/sqlMode.ts";

/** Reads every statement as the server would; one that starts with no word of the grammar is a problem, the others keep their facts. So is a client's command that would do something. */
export function analyse(script: Script, flavour: Flavour, version?: number, database?: string, mode?: SqlMode): ScriptFacts {
  const problems: ScriptProblem[] = clientProblems(script, flavour, version, mode);
  const state = new ScriptState(flavour, version, (cursor, facts) => void readStatement(cursor, facts), mode);
  state.database = state.home = database;
  const statements = script.statements.flatMap((statement) => {
    const facts = new FactsBuilder(statement, state);
    const tokens = state.tokens(statement.text);
    const known = readStatement(new Cursor(tokens), facts);
    state.modes.follow(statement.text, flavour, version);
    if (known) return [facts.facts()];
    const start = tokens[0]?.start ?? 0;
    problems.push({ reason: "syntax", message: `"${statement.text.slice(start, start + 30).split("\n")[0] ?? ""}" starts no statement that ${dialectNames[flavour]} knows`, offset: statement.start + start, code: "1064" });
    return [];
  });
  problems.sort((a, b) => a.offset - b.offset);
  return { statements: keepRecreated(statements, definitionKey), problems };
}
