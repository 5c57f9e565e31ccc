import type { RawStmt } from "libpg-query";
import type { ScriptFacts, ScriptProblem, StatementFacts } from "../../core/script/facts.ts";
import { keepRecreated } from "../../core/script/recreated.ts";
import type { Script, Statement } from "../../core/script/script.ts";
import { FactsBuilder } from "./facts/builder.ts";
import { definitionKey } from "./facts/definitionKey.ts";
import { enter } from "./facts/dispatch.ts";
import { ScriptState } from "./facts/scriptState.ts";
import { parseScript, parseTogether } from "./parseScript.ts";
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
  return { statements: keepRecreated(statements, definitionKey), problems };
}

/** Small scripts share a call of the parser up to this many characters. */
const together = 64_000;

/** `analyse` of each script; what many small files cost the parser besides their text is paid once for several. */
export function analyseAll(parser: Parser, scripts: readonly Script[]): ScriptFacts[] {
  const found: ScriptFacts[] = [];
  let group: Script[] = [];
  let length = 0;
  const finish = (): void => {
    found.push(...(analyseTogether(parser, group) ?? group.map((script) => analyse(parser, script))));
    group = [];
    length = 0;
  };
  for (const script of scripts) {
    if (length + script.text.length > together) finish();
    group.push(script);
    length += script.text.length;
  }
  finish();
  return found;
}

/** Undefined where one of the scripts has something wrong in it, which is told by looking at each alone. */
function analyseTogether(parser: Parser, scripts: readonly Script[]): ScriptFacts[] | undefined {
  if (scripts.length < 2 || scripts.some((script) => script.text.includes("\0"))) return undefined;
  const statements = scripts.flatMap((script) => script.statements);
  const owners = scripts.flatMap((script, owner) => script.statements.map(() => owner));
  const states = scripts.map(() => new ScriptState(parser, enter));
  const facts = scripts.map((): StatementFacts[] => []);
  const parsed = parseTogether(parser, statements, (index, tree, place) => {
    const owner = owners[index]!;
    if (tree.stmt !== undefined) facts[owner]!.push(factsOf(statements[index]!, tree, states[owner]!, place));
  });
  return parsed ? facts.map((own) => ({ statements: keepRecreated(own, definitionKey), problems: [] })) : undefined;
}

function factsOf(statement: Statement, tree: RawStmt, state: ScriptState<FactsBuilder>, place: (location: number) => number): StatementFacts {
  const builder = new FactsBuilder(statement, state, place);
  enter(tree.stmt!, builder);
  return builder.facts();
}
