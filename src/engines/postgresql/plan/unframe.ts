import type { Line } from "./lines.ts";

const rule = /^[\s|+\-─│┌┐└┘├┤┬┴┼═║╒╕╘╛╞╡╤╧╪╔╗╚╝╠╣╦╩╬]*$/;
const footer = /^\(?\d+ rows?\)?$|^Time: [\d.,]+ ms\b.*$|^Total rows: \d+\b.*$/i;
const header = /^["'|│║\s]*QUERY PLAN["'|│║\s]*$/;
const prompt = /^\S*[=\-("'*^!$][#>]\s*(?:\\q|exit|quit)?\s*$/;

/** Takes away what a client puts around a plan: the frame and header of psql, its count of rows, its prompt, quotes around every line, and signs that a line goes on. */
export function unframe(lines: readonly Line[]): Line[] {
  let kept = lines.filter(({ text }) => text.trim() !== "" && !rule.test(text) && !footer.test(text.trim()) && !header.test(text) && !prompt.test(text.trim()));
  kept = unboxed(kept);
  kept = kept.filter(({ text }) => text.trim() !== "" && !header.test(text));
  return trimmedEnds(unquoted(goneOn(kept)));
}

/** `| … |` of border 2, in ASCII or Unicode. */
function unboxed(lines: readonly Line[]): Line[] {
  const boxed = lines.filter(({ text }) => /^\s*[|│║].*[|│║]?\s*$/.test(text)).length;
  if (boxed === 0 || boxed < lines.length * 0.6) return [...lines];
  return lines.map((line) => {
    const start = /^\s*[|│║] ?/.exec(line.text)?.[0].length ?? 0;
    return { text: line.text.slice(start).replace(/\s*([.+…↵]?)\s*[|│║]\s*$/, (_, sign: string) => (sign === "" ? "" : ` ${sign}`)), at: line.at + start };
  });
}

/** The signs at the right margin: "+" (a line break within the value), "." (a line that psql wrapped). */
function goneOn(lines: readonly Line[]): Line[] {
  const marked = lines.filter(({ text }) => /[+↵]$/.test(text.trimEnd())).length;
  if (marked > 0 && marked >= lines.length / 2) return lines.map((line) => ({ text: line.text.trimEnd().replace(/[+↵]$/, "").trimEnd(), at: line.at }));
  const found: Line[] = [];
  for (const line of lines) {
    const last = found.at(-1);
    if (last !== undefined && /^[.…]/.test(line.text) && /[.…]$/.test(last.text.trimEnd())) found[found.length - 1] = { text: last.text.trimEnd().slice(0, -1) + line.text.slice(1), at: last.at };
    else found.push(line);
  }
  return found;
}

/** A client that copies rows as CSV puts each into quotes. */
function unquoted(lines: readonly Line[]): Line[] {
  if (lines.length === 0 || !lines.every(({ text }) => /^\s*".*"[,;]?\s*$/.test(text)) || lines.some(({ text }) => /^\s*"[^"]*":|\\"/.test(text))) return [...lines];
  return lines.map((line) => {
    const start = line.text.indexOf('"') + 1;
    return { text: line.text.slice(start, line.text.lastIndexOf('"')).replaceAll('""', '"'), at: line.at + start };
  });
}

function trimmedEnds(lines: readonly Line[]): Line[] {
  return lines.map(({ text, at }) => ({ text: text.trimEnd(), at }));
}
