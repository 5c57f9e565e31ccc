import type { Script, Statement } from "../../core/script/script.ts";
import { endOfLine, startsShellLine } from "./shellCommands.ts";
import { nextToken } from "./tokens.ts";

type Word = "semicolon" | "other" | "explain" | "create" | "temp" | "trigger" | "end";
type State = "start" | "normal" | "explain" | "create" | "trigger" | "semicolon" | "end";

/** The automaton of sqlite3_complete() (src/complete.c): a trigger ends only at `; END ;`. */
const transitions: Readonly<Record<State, Readonly<Record<Word, State>>>> = {
  start: { semicolon: "start", other: "normal", explain: "explain", create: "create", temp: "normal", trigger: "normal", end: "normal" },
  normal: { semicolon: "start", other: "normal", explain: "normal", create: "normal", temp: "normal", trigger: "normal", end: "normal" },
  explain: { semicolon: "start", other: "explain", explain: "normal", create: "create", temp: "normal", trigger: "normal", end: "normal" },
  create: { semicolon: "start", other: "normal", explain: "normal", create: "normal", temp: "create", trigger: "trigger", end: "normal" },
  trigger: { semicolon: "semicolon", other: "trigger", explain: "trigger", create: "trigger", temp: "trigger", trigger: "trigger", end: "trigger" },
  semicolon: { semicolon: "semicolon", other: "trigger", explain: "trigger", create: "trigger", temp: "trigger", trigger: "trigger", end: "end" },
  end: { semicolon: "start", other: "trigger", explain: "trigger", create: "trigger", temp: "trigger", trigger: "trigger", end: "trigger" },
};

const words: Readonly<Record<string, Word>> = { EXPLAIN: "explain", CREATE: "create", TEMP: "temp", TEMPORARY: "temp", TRIGGER: "trigger", END: "end", ";": "semicolon" };

/** Cuts a script where SQLite would; total. Lines that start with a dot between statements (commands of the sqlite3 shell) are gaps. */
export function split(text: string): Script {
  const statements: Statement[] = [];
  let state: State = "start";
  let [start, end] = [-1, -1];
  const close = (): void => {
    if (start !== -1) statements.push({ index: statements.length, start, end, text: text.slice(start, end) });
    start = -1;
  };
  for (let at = 0; at < text.length; ) {
    if (start === -1 && startsShellLine(text, at)) {
      at = endOfLine(text, at);
      continue;
    }
    const token = nextToken(text, at);
    const from = at;
    at = token.end;
    if (token.kind === "trivia") continue;
    state = transitions[state][token.kind === "quoted" ? "other" : wordOf(text, from, at)];
    if (state === "start") close();
    else {
      if (start === -1) start = from;
      end = at;
    }
  }
  close();
  return { text, statements };
}

function wordOf(text: string, start: number, end: number): Word {
  return end - start > 9 ? "other" : (words[text.slice(start, end).toUpperCase()] ?? "other");
}
