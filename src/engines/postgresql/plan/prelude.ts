/** What stood before a plan: the statement that was explained (after a prompt, or in a line of auto_explain), and how long auto_explain says it took. */
export function prelude(text: string): { readonly query?: string; readonly durationMs?: number } {
  const duration = /\bduration: ([\d.]+) ms\s+plan:/.exec(text)?.[1];
  const statement = /\bQuery Text: ([^]+)$/.exec(text)?.[1] ?? /^\s*(?:\S*[=\-("'*^!$][#>]\s*)?explain\s+(?:\([^)]*\)\s*|(?:analy[sz]e|verbose)\s+)*([^]+)$/i.exec(text)?.[1];
  const query = statement?.replace(/^\S*[=\-("'*^!$][#>] /gm, "").replace(/\s*;\s*$/, "").trim();
  return { ...(query === undefined || query === "" ? {} : { query }), ...(duration === undefined ? {} : { durationMs: Number(duration) }) };
}
