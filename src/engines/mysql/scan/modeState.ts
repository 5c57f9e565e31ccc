import type { Flavour } from "../flavourName.ts";
import { Lexer } from "./lexer.ts";
import type { SqlMode } from "./sqlMode.ts";
import { defaultMode, modeOf } from "./sqlMode.ts";

interface Part {
  readonly kind: string;
  readonly text: string;
}

/** The sql_mode that a script sets for itself, with the variables that it remembers one in (`@OLD_SQL_MODE`, as dumps do). */
export class ModeState {
  mode: SqlMode;
  private readonly initial: SqlMode;
  private readonly remembered = new Map<string, SqlMode>();

  /** `initial`: the session's when the script begins. */
  constructor(initial: SqlMode = defaultMode) {
    this.initial = this.mode = initial;
  }

  /** Takes over what a statement that ran does to the mode. */
  follow(statement: string, flavour: Flavour, version?: number): void {
    if (!/sql_mode/i.test(statement)) return;
    const parts = partsOf(statement, this.mode, flavour, version);
    if (parts[0]?.text.toUpperCase() !== "SET") return;
    const before = this.mode;
    for (const [target, ...value] of assignments(parts.slice(1))) {
      if (target === undefined) continue;
      const mode = this.valueOf(value, before);
      if (/^(?:@@)?(?:(?:session|local)\.)?sql_mode$/i.test(target.text)) this.mode = mode;
      else if (target.kind === "variable" && !target.text.startsWith("@@")) this.remembered.set(target.text.toLowerCase(), mode);
    }
  }

  private valueOf(value: readonly Part[], before: SqlMode): SqlMode {
    const [first] = value;
    const texts = value.filter((part) => part.kind === "string" || part.kind === "name").map((part) => part.text.slice(1, -1));
    const reads = value.some((part) => /^@@(?:(?:session|local|global)\.)?sql_mode$/i.test(part.text));
    const own = modeOf(texts.join(","));
    if (reads && first?.text.toUpperCase() === "REPLACE") {
      return { ansiQuotes: before.ansiQuotes && !own.ansiQuotes, noBackslashEscapes: before.noBackslashEscapes && !own.noBackslashEscapes, lenient: before.lenient || !own.lenient };
    }
    if (reads) return { ansiQuotes: before.ansiQuotes || own.ansiQuotes, noBackslashEscapes: before.noBackslashEscapes || own.noBackslashEscapes, lenient: before.lenient && own.lenient };
    if (first?.kind === "variable") return this.remembered.get(first.text.toLowerCase()) ?? this.initial;
    return first?.kind === "word" && value.length === 1 ? modeOf(first.text) : own;
  }
}

/** Each `name = value`: the name, then the tokens of the value. */
function assignments(parts: readonly Part[]): Part[][] {
  const found: Part[][] = [];
  let depth = 0;
  let current: Part[] = [];
  let scope = "";
  for (const part of parts) {
    if (part.text === "(") depth++;
    if (part.text === ")") depth--;
    if (depth === 0 && part.text === ",") {
      found.push(current);
      [current, scope] = [[], ""];
    } else if (current.length === 0 && /^(?:session|local|global|persist|persist_only)$/i.test(part.text)) scope = part.text;
    else if (current.length === 0 && /^(?:global|persist|persist_only)$/i.test(scope)) current.push({ kind: "other", text: "" });
    else if (current.length !== 1 || (part.text !== "=" && part.text !== ":=")) current.push(part);
  }
  return [...found, current];
}

function partsOf(statement: string, mode: SqlMode, flavour: Flavour, version?: number): Part[] {
  const lexer = new Lexer(statement, flavour, version);
  lexer.mode = mode;
  const parts: Part[] = [];
  while (lexer.next()) if (lexer.kind !== "open" && lexer.kind !== "close") parts.push({ kind: lexer.kind, text: statement.slice(lexer.start, lexer.end) });
  return parts;
}
