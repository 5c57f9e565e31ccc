import { nextToken } from "./tokens.ts";

/** What reaches other files than the database itself. */
const beyondFile = [/^\s*(?:attach|detach)\b/i, /^\s*vacuum\b[^;]*\binto\b/i, /\b(?:load_extension|writefile|edit)\s*\(/i];

export function reachesBeyond(sql: string): boolean {
  const code = runningCode(sql);
  return beyondFile.some((pattern) => pattern.test(code));
}

export function leavesTraces(): boolean {
  return false;
}

/** The statement without comments and texts, quoted names as bare words. */
function runningCode(sql: string): string {
  let code = "";
  for (let at = 0; at < sql.length; ) {
    const { kind, end } = nextToken(sql, at);
    const text = sql.slice(at, end);
    code += kind === "trivia" ? " " : kind !== "quoted" ? text : text.startsWith("'") ? "''" : ` ${text.slice(1, -1).replace(/\W/g, "_")} `;
    at = end;
  }
  return code;
}
