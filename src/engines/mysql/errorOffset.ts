import type { Reading } from "./guard.ts";
import { foldName } from "./quote.ts";
import type { Token } from "./scan/tokens.ts";
import { tokensOf } from "./scan/tokens.ts";

/** Errors whose message names the object that is wrong before any other. */
const naming = new Set([1048, 1049, 1050, 1051, 1052, 1054, 1060, 1061, 1066, 1068, 1072, 1091, 1109, 1115, 1146, 1176, 1193, 1228, 1238, 1264, 1265, 1273, 1286, 1304, 1305, 1366, 1406, 1553, 1824, 1828, 1829, 3813, 3820, 3821, 3940, 3959, 4031, 4090, 4091, 4092]);
/** Of two equal names the second one is too many. */
const secondOf = new Set([1060, 1061, 1066]);

/** Where in the statement the server's complaint points, in UTF-16 units; undefined where it names no place that can be found. */
export function errorOffset(errno: number, message: string, text: string, reading: Reading): number | undefined {
  if (errno === 1064 || errno === 1149) return nearOffset(message, text);
  if (!naming.has(errno)) return undefined;
  const name = namedIn(message);
  return name === undefined ? undefined : nameOffset(name, text, reading, secondOf.has(errno));
}

/** `'t.c'`, `` `db`.`t`.`c` ``, or a routine's name, which stands without quotes. */
function namedIn(message: string): string[] | undefined {
  const quoted = /'([^']+)'|((?:`(?:[^`]|``)+`\.)*`(?:[^`]|``)+`)/.exec(message.replace(/^Can't/, "Cannot"));
  if (quoted?.[2] !== undefined) return [...quoted[2].matchAll(/`((?:[^`]|``)+)`/g)].map((part) => (part[1] ?? "").replaceAll("``", "`"));
  if (quoted?.[1] !== undefined) return (quoted[1].split(",")[0] ?? "").split(".");
  return /^(?:PROCEDURE|FUNCTION|EVENT|TRIGGER|SEQUENCE) (\S+)/.exec(message)?.[1]?.split(".");
}

/** The whole name as it stands in the message, else what is left of it without the database and the table in front. */
function nameOffset(parts: readonly string[], text: string, { flavour, version, mode }: Reading, last: boolean): number | undefined {
  const tokens = tokensOf(text, flavour, mode, version);
  for (let from = 0; from < parts.length; from += 1) {
    const wanted = parts.slice(from).map(foldName);
    const starts = tokens.flatMap((_token, at) => (matches(tokens, at, wanted) ? [at] : []));
    const found = last ? starts.at(-1) : starts[0];
    if (found !== undefined) return tokens[found]?.start;
  }
  return undefined;
}

function matches(tokens: readonly Token[], at: number, wanted: readonly string[]): boolean {
  return wanted.every((part, index) => {
    const token = tokens[at + 2 * index];
    return token !== undefined && nameOf(token) === part && (index === 0 || tokens[at + 2 * index - 1]?.text === ".");
  });
}

function nameOf(token: Token): string | undefined {
  if (token.kind === "word") return foldName(token.text);
  if (token.kind === "variable") return foldName(token.text.replace(/^@@(?:\w+\.)?/, ""));
  return token.kind === "name" ? foldName(token.text.slice(1, -1).replaceAll("``", "`")) : undefined;
}

const near = /near '([\s\S]*)' at line (\d+)$/;

/** "near '…' at line N": the rest of the statement from the token that did not fit, cut off after some 80 characters. */
function nearOffset(message: string, text: string): number | undefined {
  const match = near.exec(message);
  if (match === null) return undefined;
  const [, rest = "", line = "1"] = match;
  if (rest === "") return text.trimEnd().replace(/;$/, "").trimEnd().length;
  const from = lineStart(text, Number(line));
  const told = comparable(rest);
  const found = text.indexOf(told, from);
  if (found !== -1) return found;
  const anywhere = text.lastIndexOf(told);
  return anywhere === -1 ? undefined : anywhere;
}

/** The server writes characters beyond the BMP in another way: what stands before them is compared. */
function comparable(rest: string): string {
  const odd = /\?|\\x[0-9A-F]{2}|\ufffd/.exec(rest);
  return odd === null || odd.index === 0 ? rest : rest.slice(0, odd.index);
}

function lineStart(text: string, line: number): number {
  let at = 0;
  for (let count = 1; count < line; count += 1) {
    const next = text.indexOf("\n", at);
    if (next === -1) return at;
    at = next + 1;
  }
  return at;
}
