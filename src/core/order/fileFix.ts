import type { Fix } from "../report/report.ts";
import type { ObjectRef, StatementFacts } from "../script/facts.ts";
import { arrange, moved } from "./arrange.ts";
import type { Arrangement, Edge } from "./arrange.ts";
import { blocksOf, reordered } from "./blocks.ts";
import { edgesOf } from "./edges.ts";
import type { OrderRules, OrderScript } from "./orderInput.ts";
import type { Accesses, Requirement } from "./violation.ts";

/** The order of one script's statements that works; its positions count from the script's first statement, which is the first of `span`. */
export function arrangeStatements(statements: readonly StatementFacts[], accesses: Accesses, span: readonly [number, number], requirements: readonly Requirement[]): Arrangement {
  const edges = edgesOf(accesses, span, requirements, (at) => at - span[0]);
  const strict = arrange(statements.length, [...edges, ...barriers(statements, isBarrier)]);
  return "order" in strict ? strict : arrange(statements.length, [...edges, ...barriers(statements, changesNames)]);
}

/** Nothing moves across BEGIN and COMMIT, nor across settings that change what names mean. */
function isBarrier(facts: StatementFacts): boolean {
  return facts.kind === "transactionControl" || changesNames(facts);
}

function changesNames(facts: StatementFacts): boolean {
  const text = facts.statement.text.slice(0, 200);
  if (facts.kind === "ddl" || facts.kind === "dml") return false;
  return facts.verb === "USE" || /^(?:\/\*M?!\d*\s*)?(?:set|reset|select)\b[^;]*\b(?:search_path|check_function_bodies|role|session\s+authorization|foreign_keys|foreign_key_checks|sql_mode)\b/i.test(text);
}

function barriers(statements: readonly StatementFacts[], is: (facts: StatementFacts) => boolean): Edge[] {
  const changesNamesOnly = is === changesNames;
  const edges: Edge[] = [];
  let bound: number[] = [];
  let last = -1;
  statements.forEach((facts, at) => {
    const free = changesNamesOnly && meansTheSameAnywhere(facts);
    if (last !== -1 && !free) edges.push({ before: last, after: at });
    if (!is(facts)) {
      if (!free) bound.push(at);
      return;
    }
    for (const before of bound) edges.push({ before, after: at });
    bound = [];
    last = at;
  });
  return edges;
}

/** Every relation and every new object is named with its schema, and no body is checked with the settings of the moment. */
function meansTheSameAnywhere(facts: StatementFacts): boolean {
  if (facts.kind !== "ddl" || /FUNCTION|PROCEDURE/.test(facts.verb)) return false;
  const qualified = (object: ObjectRef): boolean => object.schema !== undefined || ["schema", "extension", "role", "routine", "type", "other"].includes(object.kind);
  return facts.defines.every((object) => object.schema !== undefined || object.kind === "schema" || object.kind === "extension") && facts.uses.every(qualified) && facts.drops.every(qualified);
}

/** One edit that moves statements with their comments into the order that works; undefined where they cannot be moved as text. */
export function statementFix(script: OrderScript, order: readonly number[], rules: OrderRules): Fix | undefined {
  const { statements } = script.facts;
  const out = moved(order);
  if (out.length === 0 || script.facts.problems.length > 0) return undefined;
  const first = order.findIndex((value, index) => value !== index);
  const last = order.findLastIndex((value, index) => value !== index);
  const change = rules.scriptIsList === true ? inPlaces(script, order, first, last) : asBlocks(script, order, first, last);
  if (change === undefined) return undefined;
  const names = out.slice(0, 3).map((index) => statements[index]!.verb);
  return {
    title: `Move ${names.join(", ")}${out.length > 3 ? ` and ${out.length - 3} more` : ""} to where it works`,
    edits: [{ file: script.file, range: script.lines.range(script.base + change.start, script.base + change.end), newText: change.newText }],
    proven: false,
  };
}

interface Change {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

/** The statements change places; what lies between them stays. */
function inPlaces({ text, facts: { statements } }: OrderScript, order: readonly number[], first: number, last: number): Change {
  const [start, end] = [statements[first]!.statement.start, statements[last]!.statement.end];
  const newText = order.slice(first, last + 1).map((index, position) => {
    const place = first + position;
    return `${position === 0 ? "" : text.slice(statements[place - 1]!.statement.end, statements[place]!.statement.start)}${statements[index]!.statement.text}`;
  });
  return { start, end, newText: newText.join("") };
}

function asBlocks(script: OrderScript, order: readonly number[], first: number, last: number): Change | undefined {
  const { statements } = script.facts;
  const blocks = blocksOf(script.text, statements);
  if (blocks === null) return undefined;
  const [start, end] = [blocks[first]!.start, blocks[last]!.end];
  const region = order.slice(first, last + 1).map((index) => index - first);
  const newText = reordered(script.text, blocks.slice(first, last + 1), region, (index) => isTerminated(script.text, statements[first + index]!, blocks[first + index]!.end));
  return { start, end, newText };
}

function isTerminated(text: string, { statement }: StatementFacts, blockEnd: number): boolean {
  return statement.copyData !== undefined || /^(?:\s|(?:--|#)[^\n]*\n|\/\*[^]*?\*\/)*;/.test(text.slice(statement.end, blockEnd));
}
