/** Statements as one script to read: SQL with its terminators, MongoDB's commands as the array that a migration holds. */
export function previewOf(statements: readonly string[]): { readonly text: string; readonly extension: "sql" | "json" } {
  if (statements.length > 0 && statements.every((statement) => /^\s*[{[]/.test(statement))) return { text: `[\n${statements.map((statement) => statement.trim().replace(/^/gm, "  ")).join(",\n")}\n]\n`, extension: "json" };
  return { text: statements.map((statement) => `${statement.replace(/;?\s*$/, "")};\n`).join("\n"), extension: "sql" };
}
