import type { ObjectRef } from "../../../core/script/facts.ts";
import { FactsBuilder } from "./builder.ts";
import { Cursor, textOf } from "./cursor.ts";

const deepest = 4;

/** `PREPARE name FROM 'text' | @variable`. */
export function prepareStatement(cursor: Cursor, facts: FactsBuilder): void {
  facts.is("session", "PREPARE", false);
  cursor.at++;
  const name = cursor.name();
  if (name === undefined || !cursor.take("FROM")) return;
  facts.idempotent = true;
  facts.defines.push(prepared(name.name));
  const variable = cursor.token();
  if (variable?.kind === "variable" && !variable.text.startsWith("@@")) facts.use(userVariable(variable.text), variable);
  facts.state.prepared.set(name.name.toLowerCase(), textsOf(cursor.rest(), facts));
}

/** `EXECUTE name`, `EXECUTE IMMEDIATE text`: what it does is known where its text stands in the script; else it may do anything, also commit. */
export function executeStatement(cursor: Cursor, facts: FactsBuilder): void {
  facts.is("dml", "EXECUTE", true, "outside");
  cursor.at++;
  const immediate = cursor.take("IMMEDIATE");
  const name = immediate ? undefined : cursor.name();
  const texts = immediate ? textsOf(cursor.rest(), facts) : facts.state.prepared.get(name?.name.toLowerCase() ?? "");
  if (name !== undefined) facts.use(prepared(name.name), name);
  if (texts === undefined || facts.state.depth >= deepest) return;
  const inner = texts.flatMap((text) => {
    const read = readText(text, facts);
    return read === undefined ? [] : [read];
  });
  for (const one of inner) facts.absorb(one);
  if (inner.length > 0) facts.idempotent = true;
  facts.uses.splice(0, facts.uses.length, ...facts.uses.map((use) => (use.kind === "other" ? use : { ...use, soft: true })));
}

/** `DEALLOCATE PREPARE name`, `DROP PREPARE name`. */
export function deallocateStatement(cursor: Cursor, facts: FactsBuilder): void {
  facts.is("session", "DEALLOCATE PREPARE", false);
  cursor.at++;
  cursor.take("PREPARE");
  const name = cursor.name();
  if (name !== undefined) facts.drops.push(prepared(name.name));
}

function prepared(name: string): ObjectRef {
  return { kind: "other", name: `prepared ${name.toLowerCase()}` };
}

/** What SET gave a value in this session. */
export function userVariable(text: string): ObjectRef {
  return { kind: "other", name: `variable ${text.toLowerCase()}` };
}

function textsOf(cursor: Cursor, facts: FactsBuilder): readonly string[] {
  const tokens = cursor.tokens.slice(cursor.at, cursor.end);
  return tokens.flatMap((token) => (token.kind === "string" ? [textOf(token)] : token.kind === "variable" ? (facts.state.variables.get(token.text.toLowerCase()) ?? []) : []));
}

/** What a text does as a statement; a part of a text that is put together may say less than the whole. */
function readText(text: string, facts: FactsBuilder): FactsBuilder | undefined {
  const tokens = facts.state.tokens(text);
  if (tokens.length < 2) return undefined;
  const inner = new FactsBuilder(facts.statement, facts.state, false);
  inner.executed = facts.executed;
  inner.inBody = true;
  facts.state.depth++;
  facts.state.enter(new Cursor(tokens), inner);
  facts.state.depth--;
  return inner.kind === "utility" && inner.verb === "" ? undefined : inner;
}
