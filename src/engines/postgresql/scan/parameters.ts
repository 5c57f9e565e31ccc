import { blockCommentEnd, dollarEnd, escapeStringEnd, isDigit, lineEnd, numberEnd, quotedEnd, startsWord, wordEnd } from "./lexis.ts";

/** The highest number of a parameter ($1, $2, …) that a statement has outside of texts, names and comments; 0 where it has none. */
export function parameterCount(sql: string): number {
  let highest = 0;
  for (let at = 0; at < sql.length; ) {
    const code = sql.charCodeAt(at);
    const next = sql[at + 1];
    if (sql[at] === "$" && next !== undefined && isDigit(next.charCodeAt(0))) {
      const end = numberEnd(sql, at + 1);
      highest = Math.max(highest, Number.parseInt(sql.slice(at + 1, end), 10));
      at = end;
    } else if (sql[at] === "$") at = dollarEnd(sql, at);
    else if (sql[at] === "-" && next === "-") at = lineEnd(sql, at);
    else if (sql[at] === "/" && next === "*") at = blockCommentEnd(sql, at);
    else if ((sql[at] === "e" || sql[at] === "E") && next === "'") at = escapeStringEnd(sql, at + 1);
    else if (sql[at] === "'" || sql[at] === '"') at = quotedEnd(sql, at);
    else if (startsWord(code)) at = wordEnd(sql, at);
    else at = isDigit(code) ? numberEnd(sql, at) : at + 1;
  }
  return highest;
}
