import type { RawStmt } from "libpg-query";
import type { ScriptProblem } from "../../core/script/facts.ts";
import type { Script, Statement } from "../../core/script/script.ts";
import type { Parser } from "./parser.ts";
import { problemOf } from "./problem.ts";

export interface Receiver {
  /** `place` turns a location of the tree (UTF-8 bytes of the parsed text) into an offset of the script. */
  parsed(statement: Statement, tree: RawStmt, place: (location: number) => number): void;
  failed(problem: ScriptProblem): void;
}

/** Texts are handed to the parser in batches: one call per statement is slow, one for all holds the tree of a 30 MB script at once. */
const batchLength = 200_000;

/** Parses all statements in their order. */
export function parseScript(parser: Parser, script: Script, receiver: Receiver): void {
  let batch: Statement[] = [];
  let length = 0;
  for (const statement of script.statements) {
    batch.push(statement);
    length += statement.text.length;
    if (length < batchLength) continue;
    parseBatch(parser, batch, receiver);
    batch = [];
    length = 0;
  }
  if (batch.length > 0) parseBatch(parser, batch, receiver);
}

function parseBatch(parser: Parser, batch: readonly Statement[], receiver: Receiver): void {
  const parsed = batch.length > 1 && parseTogether(parser, batch, (index, tree, place) => receiver.parsed(batch[index]!, tree, place));
  if (!parsed) for (const statement of batch) parseOne(parser, statement, receiver);
}

/** Parses statements, of one script or of several, with one call. False, and nothing received, where they do not parse to one tree each. */
export function parseTogether(parser: Parser, statements: readonly Statement[], receive: (index: number, tree: RawStmt, place: (location: number) => number) => void): boolean {
  const text = statements.map((statement) => statement.text).join("\n;");
  const trees = tryParse(parser, text);
  if (trees?.length !== statements.length) return false;
  const ascii = !beyondAscii.test(text);
  let start = 0;
  statements.forEach((statement, index) => {
    receive(index, trees[index]!, ascii ? asciiPlacer(statement, start) : placer(statement, start));
    start += (ascii ? statement.text.length : byteLength(statement.text)) + 2;
  });
  return true;
}

function parseOne(parser: Parser, statement: Statement, receiver: Receiver): void {
  try {
    const trees = parser.parse(statement.text).stmts ?? [];
    if (trees.length === 1) receiver.parsed(statement, trees[0]!, placer(statement, 0));
    else receiver.failed({ reason: "syntax", offset: statement.start, message: "This is more than one statement to the server; put each on its own, ended with a semicolon." });
  } catch (error) {
    receiver.failed(problemOf(error, statement));
  }
}

function tryParse(parser: Parser, text: string): readonly RawStmt[] | undefined {
  try {
    return parser.parse(text).stmts ?? [];
  } catch {
    return undefined; // Parsed again one by one, which names the statement that is wrong.
  }
}

const beyondAscii = /[^\0-\x7f]/;

function byteLength(text: string): number {
  return beyondAscii.test(text) ? Buffer.byteLength(text) : text.length;
}

/** Locations count UTF-8 bytes from the beginning of the parsed text, where the statement starts at `start`. */
function placer(statement: Statement, start: number): (location: number) => number {
  if (!beyondAscii.test(statement.text)) return asciiPlacer(statement, start);
  const bytes = Buffer.from(statement.text);
  return (location) => statement.start + bytes.subarray(0, location - start).toString().length;
}

function asciiPlacer(statement: Statement, start: number): (location: number) => number {
  const shift = statement.start - start;
  return (location) => location + shift;
}
