import * as vscode from "vscode";

/** Files that may be migrations: SQL anywhere, MongoDB's command files and numbered modules. Whether one is, its folder tells. */
export const migrationSelector: vscode.DocumentSelector = [
  { scheme: "file", language: "sql" },
  { scheme: "file", pattern: "**/*.{up,down}.json" },
  { scheme: "file", pattern: "**/[0-9]*.{js,cjs,mjs}" },
];

/** The same files, for watchers and searches. */
export const migrationGlobs: readonly string[] = ["**/*.sql", "**/*.{up,down}.json", "**/[0-9]*.{js,cjs,mjs}"];

export function mayBeMigration(document: vscode.TextDocument): boolean {
  return vscode.languages.match(migrationSelector, document) > 0;
}
