import { lineEnd } from "./lexis.ts";

/** A command of the mysql or mariadb client that stands between statements; it is not sent to the server. */
export interface ClientCommand {
  readonly name: string;
  /** The rest of its line. */
  readonly argument: string;
  readonly start: number;
  readonly end: number;
  /** True where leaving it out changes neither what runs nor where. */
  readonly harmless: boolean;
}

const byLetter: Readonly<Record<string, string>> = {
  "?": "help", "!": "system", ".": "source", "#": "rehash", "-": "sandbox", d: "delimiter", u: "use", C: "charset", T: "tee", t: "notee", P: "pager", n: "nopager", R: "prompt",
  s: "status", h: "help", q: "quit", r: "connect", e: "edit", c: "clear", W: "warnings", w: "nowarning", p: "print", x: "resetconnection", g: "go", G: "ego",
};

/** Words that start a command where they start a line; those that SQL has too are not among them. */
const words = new Set(["source", "system", "tee", "notee", "pager", "nopager", "prompt", "status", "quit", "exit", "connect", "edit", "clear", "warnings", "nowarning", "print", "rehash", "resetconnection", "charset", "go", "ego", "ssl_session_data_print", "query_attributes", "sandbox"]);

const harmless = new Set(["delimiter", "charset", "tee", "notee", "pager", "nopager", "prompt", "status", "help", "warnings", "nowarning", "print", "rehash", "clear", "go", "ego", "sandbox", "ssl_session_data_print"]);

/** The client's command at `at`, where no statement is open; undefined where there is none. Its end is the end of its line. */
export function clientCommandAt(text: string, at: number, delimiter: string): ClientCommand | undefined {
  const end = lineEnd(text, at);
  if (text.charCodeAt(at) === 92) {
    const name = byLetter[text[at + 1] ?? ""];
    if (name === undefined) return undefined;
    const short = name === "go" || name === "ego" || name === "clear" || name === "print";
    return command(name, text.slice(at + 2, end).trim(), at, short ? at + 2 : end);
  }
  const word = /^[A-Za-z_]+/.exec(text.slice(at, Math.min(end, at + 30)))?.[0].toLowerCase();
  if (word === undefined) return undefined;
  const rest = text.slice(at + word.length, end);
  if (word === "delimiter" && /^[ \t]+\S/.test(rest)) return command("delimiter", rest.trim(), at, end);
  if (!words.has(word) || !startsLine(text, at) || !/^(?:[ \t]|;|$)/.test(rest)) return undefined;
  const ended = rest.indexOf(delimiter);
  return command(word, (ended === -1 ? rest : rest.slice(0, ended)).trim(), at, end);
}

function command(name: string, argument: string, start: number, end: number): ClientCommand {
  return { name, argument, start, end, harmless: harmless.has(name) };
}

function startsLine(text: string, at: number): boolean {
  const line = text.lastIndexOf("\n", at - 1) + 1;
  return /^[ \t\r]*$/.test(text.slice(line, at));
}

/** The delimiter that `DELIMITER …` sets: up to the first blank, its quotes taken off. */
export function delimiterOf(argument: string): string {
  const quoted = /^(['"`])(.+?)\1/.exec(argument)?.[2];
  return quoted ?? /^\S+/.exec(argument)?.[0] ?? ";";
}
