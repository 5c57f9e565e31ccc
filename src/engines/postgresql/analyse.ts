import type { RawStmt } from "libpg-query";
import type { ScriptFacts, ScriptProblem, StatementFacts } from "../../core/script/facts.ts";
import type { Script, Statement } from "../../core/script/script.ts";
import { FactsBuilder } from "./facts/builder.ts";
import { enter } from "./facts/dispatch.ts";
import { keepRecreated } from "./facts/recreated.ts";
import { ScriptState } from "./facts/scriptState.ts";
import { parseScript } from "./parseScript.ts";
import type { Parser } from "./parser.ts";

/**
 * Facts of every statement that parses; the others become problems with their place and what to do.
 * A statement unknown to the grammar of PostgreSQL 18 may be right for a newer server; the problem says so.
 */
export function analyse(parser: Parser, script: Script): ScriptFacts {
  const zero = script.text.indexOf("\0");
  if (zero !== -1) return { statements: [], problems: [{ reason: "syntax", offset: zero, message: "The script holds a NUL character; everything after it would be ignored. Remove it." }] };
  const state = new ScriptState(parser, enter);
  const statements: StatementFacts[] = [];
  const problems: ScriptProblem[] = [];
  parseScript(parser, script, {
    parsed: (statement, tree, place) => {
      if (tree.stmt !== undefined) statements.push(factsOf(statement, tree, state, place));
    },
    failed: (problem) => problems.push(problem),
  });
  return { statements: keepRecreated(statements), problems };
}

function factsOf(statement: Statement, tree: RawStmt, state: ScriptState, place: (location: number) => number): StatementFacts {
  const builder = new FactsBuilder(statement, state, place);
  enter(tree.stmt!, builder);
  return builder.facts();
}
