import type { ScriptProblem } from "../../core/script/facts.ts";
import type { Script } from "../../core/script/script.ts";
import type { Engine } from "../engine.ts";
import { UnreadableText } from "./shell/problem.ts";
import { textOf } from "./shell/value.ts";
import type { Field, Value } from "./shell/value.ts";
import { readStatement } from "./statement.ts";
import { commandsSince, commandsUntil, operatorsSince, optionsSince } from "./versions/since.ts";

/** What this version of the server does not know, as far as it is known here; without a version, what none from 5 on knows. */
export function refusedBy(server: Parameters<Engine["refusedBy"]>[0], script: Script): readonly ScriptProblem[] {
  return script.statements.flatMap(({ text, start }) => {
    try {
      const statement = readStatement(text);
      return statement.kind === "module" ? [] : refusals(statement.document.fields, server.versionNumber).map((problem) => ({ ...problem, offset: start + problem.offset }));
    } catch (error) {
      if (error instanceof UnreadableText) return [];
      throw error;
    }
  });
}

/** Problems of one command; offsets count from its statement. */
function refusals(fields: readonly Field[], version: number | undefined): ScriptProblem[] {
  const [command, ...rest] = fields;
  if (command === undefined) return [];
  if (command.name === "explain" && command.value.kind === "document") return refusals(command.value.fields, version);
  const found: ScriptProblem[] = [];
  const until = commandsUntil.get(command.name);
  if (until !== undefined && (version ?? 50000) >= until) found.push(problem(command, "command", `The command ${command.name} is refused by MongoDB since ${until === 50000 ? "5.0 or before" : versionText(until)}.`, "syntax"));
  tooNew(commandsSince, command.name, `The command ${command.name}`, command, version, found);
  for (const field of rest) inOption(command.name, field, version, found);
  return found;
}

/** Documents that are stored may have any names. */
const stored = new Set(["insert.documents", "bulkWrite.ops"]);

function inOption(above: string, field: Field, version: number | undefined, found: ScriptProblem[]): void {
  const path = `${above}.${field.name}`;
  if (stored.has(path) || field.name === "comment") return;
  if (field.name.startsWith("$")) {
    inOperators(field, version, found);
    return;
  }
  tooNew(optionsSince, path, `The option ${field.name} of ${above.split(".", 1)[0] ?? above}`, field, version, found);
  if (path === "createIndexes.indexes.key") haystack(field.value, version, found);
  for (const inner of documentsIn(field.value)) for (const one of inner) inOption(path, one, version, found);
}

function inOperators(field: Field, version: number | undefined, found: ScriptProblem[]): void {
  if (field.name === "$literal" || field.name === "$comment") return;
  tooNew(operatorsSince, field.name, field.name, field, version, found);
  for (const inner of documentsIn(field.value)) for (const one of inner) inOperators(one, version, found);
}

/** The fields of a document, and of those in an array of any depth. */
function documentsIn(value: Value): (readonly Field[])[] {
  if (value.kind === "document") return [value.fields];
  return value.kind === "array" ? value.items.flatMap(documentsIn) : [];
}

function haystack(key: Value, version: number | undefined, found: ScriptProblem[]): void {
  const field = key.kind === "document" ? key.fields.find((one) => textOf(one.value) === "geoHaystack") : undefined;
  if (field !== undefined && (version ?? 50000) >= 50000) found.push(problem(field, "index", "A geoHaystack index is refused by MongoDB since 5.0. Use a 2d or 2dsphere index.", "syntax"));
}

function tooNew(since: ReadonlyMap<string, number>, key: string, what: string, field: Field, version: number | undefined, found: ScriptProblem[]): void {
  const first = since.get(key);
  if (first !== undefined && version !== undefined && version < first) found.push(problem(field, "version", `${what} is refused by MongoDB before ${versionText(first)}.`, "versionTooOld"));
}

function problem(field: Field, rule: string, message: string, reason: ScriptProblem["reason"]): ScriptProblem {
  return { reason, code: `dialect/${rule}`, message, offset: field.place.start };
}

/** 60003 is 6.0.3, 80000 is 8.0. */
function versionText(version: number): string {
  const [major, minor, patch] = [Math.floor(version / 10_000), Math.floor(version / 100) % 100, version % 100];
  return patch === 0 ? `${major}.${minor}` : `${major}.${minor}.${patch}`;
}
