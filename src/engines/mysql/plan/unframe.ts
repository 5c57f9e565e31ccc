/** What a client shows of a plan, without what the client drew around it. */
export type Unframed =
  | { readonly form: "text"; readonly text: string; /** Where in the whole a place of `text` is. */ readonly placeOf: (at: number) => number }
  | { readonly form: "rows"; readonly rows: readonly Readonly<Record<string, string | null>>[] };

interface Line {
  readonly text: string;
  readonly at: number;
}

const frame = /^\s*[+][-+]+[+]\s*$/;
const rowMark = /^\s*\*{5,} *\d+\. row *\*{5,}\s*$/;
const epilogue = /^\s*(?:\d+ rows? in set\b|Query OK\b|Note \(Code \d+\)|Bye$)/;
const prompt = /^\s*(?:mysql|mariadb|MySQL|MariaDB)\s*(?:\[[^\]]*\])?\s*(?:[\w-]+\s+)*> /;
const oneColumn = /^\s*\|?\s*(?:EXPLAIN|ANALYZE)\s*\|?\s*$/;

/** Takes a paste apart: frames of the servers' clients, rows after \G, rows between tabs, line ends written as \n, a result in quotes. */
export function unframed(text: string): Unframed {
  const lines = linesOf(text).filter(({ text: line }) => !epilogue.test(line));
  const firstRow = lines.findIndex(({ text: line }) => rowMark.test(line));
  if (firstRow !== -1) return verticalRows(lines.slice(firstRow));
  const firstFrame = lines.findIndex(({ text: line }) => frame.test(line));
  if (firstFrame !== -1) return framedRows(lines.slice(firstFrame).filter(({ text: line }) => !frame.test(line)));
  const kept = lines.filter(({ text: line }) => !prompt.test(line));
  const header = kept.findIndex(({ text: line }) => line.trim() !== "");
  const first = kept[header]?.text ?? "";
  if (/^"?id"?[\t,;]"?select_type"?[\t,;]/.test(first.trim())) return { form: "rows", rows: separated(kept.slice(header)) };
  if (/^\s*\|?\s*id\s*\|\s*select_type\s*\|/.test(first)) return framedRows(kept.slice(header));
  return joined(oneColumn.test(first) ? kept.slice(header + 1) : kept);
}

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let at = 0;
  for (const line of text.split("\n")) {
    lines.push({ text: line.replace(/\r$/, ""), at });
    at += line.length + 1;
  }
  return lines;
}

function joined(lines: readonly Line[]): Unframed {
  const whole = lines.map(({ text }) => text).join("\n");
  const plain = unescaped(whole.trim());
  if (plain !== undefined) return { form: "text", text: plain, placeOf: () => lines[0]?.at ?? 0 };
  return {
    form: "text",
    text: whole,
    placeOf: (at) => {
      let passed = 0;
      for (const line of lines) {
        if (at <= passed + line.text.length) return line.at + (at - passed);
        passed += line.text.length + 1;
      }
      return (lines.at(-1)?.at ?? 0) + (lines.at(-1)?.text.length ?? 0);
    },
  };
}

/** A cell as batch output, a log or a result in quotes writes it: on one line, with \n for its line ends; undefined where the text is none. */
function unescaped(text: string): string | undefined {
  const quoted = /^"(-> [\s\S]*|\{[\s\S]*)"$/.exec(text) ?? /^'(-> [\s\S]*|\{[\s\S]*)'$/.exec(text);
  const inner = quoted?.[1] ?? text;
  const doubled = quoted !== null && /^\{\s*(?:\\n)?\s*""/.test(inner) ? inner.replaceAll('""', '"') : inner;
  const oneLine = !doubled.includes("\n") && /^(?:-> |\{)/.test(doubled) && /\\n/.test(doubled);
  if (!oneLine) return quoted === null ? undefined : doubled;
  if (doubled.startsWith("{") && !/^\{\s*\\n/.test(doubled)) return quoted === null ? undefined : doubled;
  return doubled.replace(/\\([ntr"\\])/g, (_whole, one: string) => (one === "n" ? "\n" : one === "t" ? "\t" : one === "r" ? "" : one));
}

/** One column: a plan whose lines the frame holds together. More: the rows of a table. */
function framedRows(lines: readonly Line[]): Unframed {
  const [header, ...rest] = lines;
  if (header === undefined) return { form: "text", text: "", placeOf: () => 0 };
  if (!oneColumn.test(header.text)) {
    const names = cells(header.text);
    return { form: "rows", rows: rest.filter(({ text }) => text.includes("|")).map(({ text }) => record(names, cells(text))) };
  }
  const inner = rest.map(({ text, at }): Line => {
    const start = /^\|\s?/.exec(text)?.[0].length ?? 0;
    return { text: text.slice(start).replace(/\s*\|\s*$/, ""), at: at + start };
  });
  return joined(inner.filter(({ text }, index) => text.trim() !== "" || index < inner.length - 1));
}

function cells(line: string): string[] {
  return line.trim().replace(/^\|/, "").replace(/\|$/, "").split("|").map((cell) => cell.trim());
}

function record(names: readonly string[], values: readonly string[]): Record<string, string | null> {
  return Object.fromEntries(names.map((name, at) => [name, values[at] === "NULL" || values[at] === "" || values[at] === undefined || values[at] === "\\N" ? null : (values[at] ?? null)]));
}

function separated(lines: readonly Line[]): Record<string, string | null>[] {
  const [header, ...rest] = lines.filter(({ text }) => text.trim() !== "");
  const mark = header?.text.includes("\t") === true ? "\t" : header?.text.includes(";") === true ? ";" : ",";
  const parts = (line: string): string[] => (mark === "\t" ? line.split(mark) : quotedParts(line, mark)).map((one) => one.trim().replace(/^"([\s\S]*)"$/, "$1"));
  return rest.map(({ text }) => record(parts(header?.text ?? ""), parts(text)));
}

function quotedParts(line: string, mark: string): string[] {
  const parts = [""];
  let inside = false;
  for (const letter of line) {
    if (letter === '"') inside = !inside;
    if (letter === mark && !inside) parts.push("");
    else parts[parts.length - 1] += letter;
  }
  return parts;
}

/** `name: value` per line, as the client writes after \G; a single value may go on over lines. */
function verticalRows(lines: readonly Line[]): Unframed {
  const [, second] = lines;
  const single = /^\s*(?:EXPLAIN|ANALYZE): /.exec(second?.text ?? "");
  if (second !== undefined && single !== null) return joined([{ text: second.text.slice(single[0].length), at: second.at + single[0].length }, ...lines.slice(2)]);
  const rows: Record<string, string | null>[] = [];
  for (const { text } of lines) {
    if (rowMark.test(text)) {
      rows.push({});
      continue;
    }
    const colon = text.indexOf(":");
    const row = rows.at(-1);
    if (colon !== -1 && row !== undefined) Object.assign(row, record([text.slice(0, colon).trim()], [text.slice(colon + 1).trim()]));
  }
  return { form: "rows", rows };
}
