import { FactsBuilder } from "./builder.ts";
import { Cursor } from "./cursor.ts";
import { walkExpression } from "./queries.ts";
import { Scope } from "./scope.ts";

/** Statements that a body may hold and that say more than an expression does. */
const statements: ReadonlySet<string> = new Set(["SELECT", "WITH", "INSERT", "REPLACE", "UPDATE", "DELETE", "CALL", "CREATE", "DROP", "ALTER", "TRUNCATE", "RENAME", "PREPARE", "EXECUTE", "COMMIT", "ROLLBACK", "START", "GRANT", "REVOKE", "LOAD", "ANALYZE", "FLUSH"]);
/** After these a statement begins. */
const before: ReadonlySet<string> = new Set([";", "BEGIN", "THEN", "ELSE", "DO", "LOOP", "REPEAT", ":", "ROW"]);

/** Words after which a part of a body may not be run, or an error is caught. */
const decides: ReadonlySet<string> = new Set(["IF", "CASE", "WHILE", "REPEAT", "LOOP", "FOR", "HANDLER", "RETURN", "LEAVE"]);

/**
 * Reads the body of a stored program: what it uses becomes a soft use of the statement that makes it. Gives what running it would do.
 */
export function walkBody(body: Cursor, facts: FactsBuilder): FactsBuilder {
  const runs = new FactsBuilder(facts.statement, facts.state);
  runs.is("utility", "CALL", false);
  runs.bareNames = false;
  const start = body.at;
  while (!body.done) {
    const first = body.at === start || before.has(body.upper(-1)) || (body.upper(-1) === "FOR" && body.upper(-2) === "CURSOR");
    if (first && body.isOneOf(statements) && !(body.is("REPLACE", "(") || body.is("INSERT", "("))) {
      const one = body.upTo(new Set([";"]));
      const inner = new FactsBuilder(facts.statement, facts.state);
      inner.bareNames = false;
      inner.inBody = true;
      facts.state.enter(one, inner);
      runs.absorb(inner);
    } else if (body.is("(") || (body.isName() && body.upper(1) === "(")) {
      const from = body.at;
      if (!body.is("(")) body.at++;
      body.pass();
      walkExpression(new Cursor(body.tokens, from, body.at), runs, new Scope());
    } else {
      if (body.isOneOf(decides)) runs.straight = false;
      body.at++;
    }
  }
  facts.later(() => {
    for (const { start: from, end, by: _by, needsUniqueOn: _key, ...use } of runs.uses) {
      const placed = from === undefined || end === undefined ? undefined : { start: from - facts.statement.start, end: end - facts.statement.start };
      facts.use(use, placed);
    }
  });
  return runs;
}
