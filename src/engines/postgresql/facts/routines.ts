import type { CreateFunctionStmt, FunctionParameter, Node } from "libpg-query";
import type { ObjectRef } from "../../../core/script/facts.ts";
import type { FactsBuilder } from "./builder.ts";
import { doFacts, plpgsqlFacts } from "./plpgsql.ts";
import { newRoutine, useType } from "./names.ts";
import type { Handlers } from "./nodes.ts";
import { all, as, strings, tagOf } from "./nodes.ts";
import { Scope, walkExpression, walkQuery } from "./queries.ts";

export const routineStatements: Handlers = {
  CreateFunctionStmt(statement, facts) {
    const word = statement.is_procedure === true ? "PROCEDURE" : "FUNCTION";
    facts.verb = statement.replace === true ? `CREATE OR REPLACE ${word}` : `CREATE ${word}`;
    facts.idempotent = statement.replace === true;
    const routine = newRoutine(strings(statement.funcname), statement.parameters, facts);
    if (statement.replace === true) facts.redefines.push(routine);
    facts.defines.push(routine);
    const parameters = all(statement.parameters, "FunctionParameter");
    facts.dependingOn(routine, () => {
      for (const parameter of parameters) {
        useType(parameter.argType, facts);
        facts.later({ soft: false }, () => walkExpression(parameter.defexpr, facts, new Scope()));
      }
      useType(statement.returnType, facts);
    });
    body(statement, routine, parameters, facts);
  },
  DoStmt(statement, facts) {
    facts.verb = "DO";
    facts.kind = "dml";
    const language = strings([all(statement.args, "DefElem").find((option) => option.defname === "language")?.arg ?? { String: { sval: "plpgsql" } }])[0];
    if (language?.toLowerCase() === "plpgsql") doFacts(facts);
  },
};

function body(statement: CreateFunctionStmt, routine: ObjectRef, parameters: readonly FunctionParameter[], facts: FactsBuilder): void {
  const names = new Set(parameters.map((parameter) => parameter.name ?? ""));
  if (statement.sql_body !== undefined) {
    facts.dependingOn(routine, () => facts.later({ soft: false, parameters: names }, () => walkBody(statement.sql_body, facts)));
    return;
  }
  const options = all(statement.options, "DefElem");
  const language = strings([options.find((option) => option.defname === "language")?.arg ?? { String: { sval: "" } }])[0]?.toLowerCase();
  const text = strings(as(options.find((option) => option.defname === "as")?.arg, "List")?.items)[0];
  if (text === undefined) return;
  if (language === "sql") sqlBody(text, names, facts);
  if (language === "plpgsql") plpgsqlFacts(text, names, facts);
}

/** BEGIN ATOMIC … END arrives as lists of statements, RETURN as a ReturnStmt. */
function walkBody(node: Node | undefined, facts: FactsBuilder): void {
  if (node === undefined) return;
  const list = as(node, "List");
  if (list !== undefined) for (const item of list.items ?? []) walkBody(item, facts);
  else if (tagOf(node) === "ReturnStmt") walkExpression(node, facts, new Scope());
  else walkQuery(node, facts);
}

/** A SQL body in quotes is checked when the routine is created, unless the script switched that off; other commands in it run later. */
function sqlBody(text: string, parameters: ReadonlySet<string>, facts: FactsBuilder): void {
  const statements = parsed(text, facts);
  const inner = facts.inside();
  inner.soft = !facts.state.checksBodies || statements.some((statement) => !isQuery(statement));
  inner.parameters = parameters;
  for (const statement of statements) if (isQuery(statement)) walkQuery(statement, inner);
  facts.uses.push(...inner.uses);
}

function parsed(text: string, facts: FactsBuilder): Node[] {
  try {
    return (facts.state.parser.parse(text).stmts ?? []).flatMap((statement) => statement.stmt ?? []);
  } catch {
    return []; // A body that does not parse is refused by the server when it runs; its own message is better than ours.
  }
}

function isQuery(statement: Node): boolean {
  return /^(?:Select|Insert|Update|Delete|Merge)Stmt$/.test(tagOf(statement));
}
