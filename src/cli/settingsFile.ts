import { readFile } from "node:fs/promises";
import path from "node:path";
import { parse as parseJsonc, printParseErrorCode } from "jsonc-parser";
import type { ParseError } from "jsonc-parser";
import { FileError } from "../core/errors.ts";
import { LineIndex } from "../core/script/textPosition.ts";

/** Where settings are read from, the first that has a key wins. */
const settingsFiles = [".data-engineer/settings.json", ".vscode/settings.json"] as const;

/**
 * Reads the workspace's settings: `dataEngineer.timeouts.lock` may be written flat, nested, or (in .data-engineer/settings.json)
 * without its prefix. A file that is not there has no settings; one that is not JSON is a FileError.
 */
export async function readSettings(cwd: string): Promise<(key: string) => unknown> {
  const found: unknown[] = [];
  for (const file of settingsFiles) {
    const text = await readFile(path.join(cwd, file), "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
      throw new FileError("unreadable", file, `${file} cannot be read: ${error.message}`, { cause: error, next: "Check the rights of the file." });
    });
    if (text === undefined || text.trim() === "") continue;
    found.push(parse(text, file));
  }
  return (key) => {
    for (const settings of found) {
      const value = lookUp(settings, ["dataEngineer", ...key.split(".")]) ?? (settings === found[0] ? lookUp(settings, key.split(".")) : undefined);
      if (value !== undefined) return value;
    }
    return undefined;
  };
}

function parse(text: string, file: string): unknown {
  const json = text.replace(/^\uFEFF/, "");
  const errors: ParseError[] = [];
  const value: unknown = parseJsonc(json, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first === undefined) return value;
  const range = new LineIndex(json).range(first.offset, first.offset + first.length);
  const what = wordsOf[printParseErrorCode(first.error)] ?? "something is wrong";
  throw new FileError("unreadable", file, `${file} is not JSON: ${what} in line ${range.start.line + 1}, column ${range.start.character + 1}.`, { range, next: "Mend the file, or remove it." });
}

const wordsOf: Readonly<Record<string, string>> = {
  InvalidSymbol: "a word without quotes stands", InvalidNumberFormat: "a number is not written as JSON has it", PropertyNameExpected: "the name of a setting is missing", ValueExpected: "a value is missing",
  ColonExpected: "a colon is missing", CommaExpected: "a comma is missing", CloseBraceExpected: "a } is missing", CloseBracketExpected: "a ] is missing", EndOfFileExpected: "something follows the end",
  InvalidCommentToken: "a comment is not allowed", UnexpectedEndOfComment: "a comment is not closed", UnexpectedEndOfString: "a text is not closed", UnexpectedEndOfNumber: "a number is not finished",
};

/** Finds a.b.c in {"a.b.c": 1}, {"a": {"b.c": 1}}, {"a.b": {"c": 1}}, … */
function lookUp(value: unknown, steps: readonly string[]): unknown {
  if (steps.length === 0) return value;
  if (typeof value !== "object" || value === null) return undefined;
  for (let length = steps.length; length > 0; length--) {
    const key = steps.slice(0, length).join(".");
    const found = Object.hasOwn(value, key) ? lookUp((value as Record<string, unknown>)[key], steps.slice(length)) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
