import { modeOf } from "../scan/sqlMode.ts";
import { tokensOf } from "../scan/tokens.ts";
import type { Token } from "../scan/tokens.ts";
import { showCreate } from "./shows.ts";
import type { Shown } from "./shows.ts";
import { textOrNull } from "./source.ts";
import type { CatalogSource } from "./source.ts";
import { stripped } from "./texts.ts";

export type ProgramKind = "PROCEDURE" | "FUNCTION" | "TRIGGER" | "EVENT" | "PACKAGE" | "PACKAGE BODY";

/** A stored program as information_schema has it. */
export interface ToldProgram {
  readonly kind: ProgramKind;
  readonly name: string;
  readonly body: string | null;
  readonly sqlMode: string;
}

/**
 * What must be asked to have a program's body as it was written. information_schema has the text literals in it without their escapes
 * (MySQL gives `'it''s'` as `'it's'`, MariaDB halves backslashes), so that a body with quotes is read by SHOW CREATE.
 */
export function bodyShow({ kind, name, body }: ToldProgram): string[] {
  return body !== null && !/['"]/.test(body) ? [] : [showCreate(kind, name)];
}

/** The body of a stored program as it was written. */
export function bodyOf(source: CatalogSource, shown: Shown, program: ToldProgram): string {
  const [statement] = bodyShow(program);
  const exact = statement === undefined ? (program.body ?? "") : shownBody(source, program, shown(statement));
  return stripped(source, exact.replace(/[\s;]+$/, ""), program.sqlMode).text;
}

/** A routine in another language, whole, out of SHOW CREATE: its libraries are told there alone. */
export function externalDefinition(source: CatalogSource, row: readonly unknown[] | undefined): string {
  const text = textOrNull(row?.[2]) ?? "";
  const body = text.indexOf("\nAS ");
  return body === -1 ? text : stripped(source, text.slice(0, body)).text + text.slice(body);
}

function shownBody(source: CatalogSource, { kind, sqlMode }: ToldProgram, row: readonly unknown[] | undefined): string {
  const text = textOrNull(row?.[kind === "EVENT" ? 3 : 2]);
  if (text === null) return "";
  const tokens = tokensOf(text, source.flavour, modeOf(sqlMode));
  return text.slice(bodyStart(kind, text, tokens));
}

function bodyStart(kind: ProgramKind, text: string, tokens: readonly Token[]): number {
  if (kind === "TRIGGER") return afterWord(tokens, "ROW");
  if (kind === "EVENT") return afterWord(tokens, "DO");
  if (kind === "PACKAGE" || kind === "PACKAGE BODY") return tokens.find((token) => token.upper === "AS" || token.upper === "IS")?.start ?? 0;
  return afterHead(text, tokens);
}

function afterWord(tokens: readonly Token[], word: string): number {
  const at = tokens.findIndex((token) => token.kind === "word" && token.upper === word);
  return tokens[at + 1]?.start ?? 0;
}

/** SHOW CREATE writes parameters and result on one line, each characteristic on its own, indented, and then the body. */
function afterHead(text: string, tokens: readonly Token[]): number {
  const name = tokens.findIndex((token) => token.upper === "PROCEDURE" || token.upper === "FUNCTION") + 1;
  let line = text.indexOf("\n", parametersEnd(tokens, name));
  for (let head = characteristic(text, line, tokens); head !== null; head = characteristic(text, line, tokens)) line = head;
  return line + 1;
}

/** Where the parentheses after the name close; Oracle's mode leaves empty ones out. */
function parametersEnd(tokens: readonly Token[], name: number): number {
  let depth = 0;
  for (let at = name + 1; at < tokens.length; at += 1) {
    depth += tokens[at]?.text === "(" ? 1 : tokens[at]?.text === ")" ? -1 : 0;
    if (depth === 0) return tokens[at]?.text === ")" ? (tokens[at]?.end ?? 0) : (tokens[name]?.end ?? 0);
  }
  return 0;
}

/** The end of the characteristic that starts on the line after; null where the body does. */
function characteristic(text: string, line: number, tokens: readonly Token[]): number | null {
  const first = tokens.find((token) => token.start > line);
  if (first === undefined || !text.startsWith("    ", line + 1) || first.start !== line + 5) return null;
  if (!["READS", "NO", "CONTAINS", "MODIFIES", "DETERMINISTIC", "SQL", "LANGUAGE", "COMMENT", "NOT"].includes(first.upper)) return null;
  const next = first.upper === "COMMENT" ? tokens.find((token) => token.start > first.start)?.end : first.end;
  const end = text.indexOf("\n", next);
  return end === -1 ? null : end;
}
