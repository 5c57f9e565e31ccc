import type { ParseError } from "jsonc-parser";
import { parse, printParseErrorCode } from "jsonc-parser";
import { FileError } from "../errors.ts";
import type { AccessSpec, Expected } from "./spec.ts";

const words: readonly string[] = ["allowed", "denied", "untested"] satisfies Expected[];

/** Reads a saved specification; comments and trailing commas are fine. Throws FileError with what is wrong and where. */
export function readSpec(text: string, file: string): AccessSpec {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  const first = errors[0];
  if (first !== undefined) throw bad(file, `${printParseErrorCode(first.error)} at character ${first.offset}`);
  if (!isObject(value)) throw bad(file, "it holds no object");
  if (value["version"] !== 1) throw bad(file, `its version is ${JSON.stringify(value["version"] ?? null)}, and 1 is known here`);
  const expected = value["expected"];
  if (!isObject(expected)) throw bad(file, "it has no \"expected\"");
  for (const [object, identities] of Object.entries(expected)) {
    if (!isObject(identities)) throw bad(file, `${object} holds no identities`);
    for (const [identity, tries] of Object.entries(identities)) {
      if (!isObject(tries)) throw bad(file, `${object}, ${identity} holds nothing that is tried`);
      for (const [tried, word] of Object.entries(tries)) if (typeof word !== "string" || !words.includes(word)) throw bad(file, `${object}, ${identity}, ${tried} is ${JSON.stringify(word)}, and it may be ${words.join(", ")}`);
    }
  }
  for (const name of ["as", "role", "claim", "tables"]) if (value[name] !== undefined && typeof value[name] !== "string") throw bad(file, `"${name}" is no text`);
  return value as unknown as AccessSpec;
}

export function writeSpec(spec: AccessSpec): string {
  return `${JSON.stringify(spec, null, 2)}\n`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function bad(file: string, what: string): FileError {
  return new FileError("unreadable", file, `${file} is no specification of test-as-user: ${what}.`, { next: "Make one with test-as-user … --save FILE." });
}
