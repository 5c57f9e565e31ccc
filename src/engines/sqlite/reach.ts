/** What reaches other files than the database itself. */
const beyondFile = [/^\s*(?:attach|detach)\b/i, /^\s*vacuum\b[^;]*\binto\b/i, /\b(?:load_extension|writefile|edit)\s*\(/i];

export function reachesBeyond(sql: string): boolean {
  const text = sql.replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, " ");
  return beyondFile.some((pattern) => pattern.test(text));
}

export function leavesTraces(): boolean {
  return false;
}
