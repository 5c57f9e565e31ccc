/**
 * One expression that finds a text in any mixture of its writings, character by character: raw, percent-encoded, JSON-escaped,
 * doubled or backslashed as in SQL, quoted for a shell, as HTML entities.
 */
export function anyWriting(secret: string): string {
  const runs = secret.match(/\\+|'+|"+|[\s\S]/gu) ?? [];
  return runs.map(anyRun).join("");
}

const entities: Readonly<Record<string, string>> = { "&": "&(?:amp|#38|#x26);", "<": "&(?:lt|#60|#x3c);", ">": "&(?:gt|#62|#x3e);", '"': "&(?:quot|#34|#x22);", "'": "&(?:apos|#39|#x27);" };
const letters: Readonly<Record<string, string>> = { "\n": "n", "\r": "r", "\t": "t", "\b": "b", "\f": "f" };

/** Quotes and backslashes multiply when they are escaped, so a run of them is found as a run. */
function anyRun(run: string): string {
  const character = String.fromCodePoint(run.codePointAt(0)!);
  const ways = [percent(character), units(character)];
  if (entities[character] !== undefined) ways.push(entities[character]);
  if (letters[character] !== undefined) ways.push(`\\\\+${letters[character]}`);
  if (character === " ") ways.push("\\+");
  if (character === "\\") return `(?:${[...ways, "\\\\"].join("|")}){${run.length},${run.length * 8}}`;
  const escaped = `\\\\*${escapeRegExp(character)}`;
  if (character === "'" || character === '"') return `(?:${[...ways, escaped].join("|")}){${run.length},${run.length * 3}}`;
  return `(?:${[...ways, escaped].join("|")})`;
}

function percent(character: string): string {
  return (Buffer.from(character).toString("hex").match(/../g) ?? []).map((pair) => `%(?:25)*${anyCase(pair)}`).join("");
}

function units(character: string): string {
  return Array.from({ length: character.length }, (_, index) => `\\\\+u${anyCase(character.charCodeAt(index).toString(16).padStart(4, "0"))}`).join("");
}

function anyCase(hex: string): string {
  return hex.replace(/[a-f]/gi, (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`);
}

export function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
