import { UsageError } from "../core/errors.ts";
import type { CommandEntry } from "./commands.ts";
import { findCommand } from "./commands.ts";
import type { Invocation } from "./input.ts";

/** A word of a line: its text without quotes, and where it stands (zero-based, end exclusive). */
export interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Starts with a quote, so it is no flag whatever it says. */
  readonly quoted: boolean;
  /** The quote was never closed; the word reaches to the end of the line. */
  readonly open: boolean;
}

/** The next word at or after `from`: blanks separate, '…' and "…" keep blanks together, \" and \\ count inside "…". */
export function nextWord(line: string, from: number): Word | undefined {
  let at = from;
  while (at < line.length && /\s/.test(line[at]!)) at++;
  if (at >= line.length) return undefined;
  const start = at;
  let text = "";
  let quote: string | undefined;
  let quoted = false;
  for (; at < line.length; at++) {
    const character = line[at]!;
    if (quote === undefined && /\s/.test(character)) break;
    if (quote === undefined && (character === '"' || character === "'")) {
      quote = character;
      quoted ||= at === start;
    } else if (character === quote) quote = undefined;
    else if (quote === '"' && character === "\\" && /["\\]/.test(line[at + 1] ?? "")) text += line[++at];
    else text += character;
  }
  return { text, start, end: at, quoted, open: quote !== undefined };
}

/** Reads `*load-csv orders "data/my orders.csv" --key id`. Throws UsageError with `details.column` (zero-based). */
export function parseLine(line: string): Invocation {
  const first = nextWord(line, 0);
  if (first === undefined) throw new UsageError("missingArgument", "Nothing was typed.", { next: "Type *help to see all commands.", details: { column: 0 } });
  const entry = findCommand(first.text);
  const args: string[] = [];
  const flags: Record<string, string | true> = {};
  let at = first.end;
  for (let word = nextWord(line, at); word !== undefined; word = nextWord(line, at)) {
    if (isFlag(word)) {
      at = readFlag(line, word, entry, flags);
      continue;
    }
    if (entry?.args[args.length]?.rest === true && !isWholeQuoted(line, word, entry)) {
      args.push(line.slice(word.start).trimEnd());
      break;
    }
    if (word.open) throw new UsageError("badArgument", `The quote at column ${word.start + 1} is never closed.`, { next: "Close it with the same quote.", details: { column: word.start } });
    args.push(word.text);
    at = word.end;
  }
  return { command: first.text, args, flags };
}

function isFlag(word: Word): boolean {
  return !word.quoted && /^--[a-z]/.test(word.text);
}

/** True where a remaining text is written as one quoted word, so that flags may follow it. */
function isWholeQuoted(line: string, word: Word, entry: CommandEntry): boolean {
  const quote = line[word.start];
  if ((quote !== '"' && quote !== "'") || word.open) return false;
  const inside = line.slice(word.start + 1, word.end - 1);
  if (line[word.end - 1] !== quote || inside.replace(/\\./g, "").includes(quote)) return false;
  const after = nextWord(line, word.end);
  return after === undefined || (isFlag(after) && entry.flags.some((flag) => after.text.startsWith(`--${flag.name}`)));
}

function readFlag(line: string, word: Word, entry: CommandEntry | undefined, flags: Record<string, string | true>): number {
  const equals = word.text.indexOf("=");
  const name = word.text.slice(2, equals === -1 ? undefined : equals);
  if (equals !== -1) {
    flags[name] = word.text.slice(equals + 1);
    return word.end;
  }
  const flag = entry?.flags.find((candidate) => candidate.name === name);
  if (flag?.value === undefined) {
    flags[name] = true;
    return word.end;
  }
  const value = nextWord(line, word.end);
  if (value === undefined || isFlag(value)) {
    throw new UsageError("missingArgument", `--${name} at column ${word.start + 1} needs ${flag.value}.`, { next: `Write --${name} ${flag.value}`, details: { column: word.start } });
  }
  flags[name] = value.text;
  return value.end;
}

/** The line that a person would type for an invocation; parseLine reads it back. */
export function formatLine(invocation: Invocation): string {
  const entry = findCommand(invocation.command);
  const flags = Object.entries(invocation.flags).flatMap(([name, value]) => (value === undefined ? [] : value === true ? [`--${name}`] : [`--${name}=${quoteWord(value)}`]));
  const args = invocation.args.map((word, index) => (entry?.args[index]?.rest === true && index === invocation.args.length - 1 && !/^\s*(?:--|['"])/.test(word) && word.trim() === word && word !== "" ? word : quoteWord(word)));
  return [invocation.command.replace(/^\*?/, "*"), ...flags, ...args].join(" ");
}

function quoteWord(word: string): string {
  return /^[^\s"'\\-][^\s"']*$/.test(word) ? word : `"${word.replace(/["\\]/g, "\\$&")}"`;
}
