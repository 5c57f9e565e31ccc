import type { ScriptFacts, ScriptProblem, StatementFacts } from "../../core/script/facts.ts";
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
  const state = stateAt(flavour, version, database, mode);
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

export interface SingleReading {
  readonly flavour: Flavour;
  readonly version: number | undefined;
  /** The session's own. */
  readonly database: string | undefined;
  readonly mode: SqlMode;
}

/** What one statement by itself is and names. */
export function factsOf(sql: string, { flavour, version, database, mode }: SingleReading): StatementFacts {
  const state = stateAt(flavour, version, database, mode);
  const facts = new FactsBuilder({ index: 0, start: 0, end: sql.length, text: sql }, state);
  readStatement(new Cursor(state.tokens(sql)), facts);
  return facts.facts();
}

function stateAt(flavour: Flavour, version: number | undefined, database: string | undefined, mode: SqlMode | undefined): ScriptState<FactsBuilder> {
  const state = new ScriptState<FactsBuilder>(flavour, version, (cursor, facts) => void readStatement(cursor, facts), mode);
  state.database = state.home = database;
  return state;
}
