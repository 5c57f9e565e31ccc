import { quoteName } from "../../quote.ts";

/** As GRANT writes it. */
export function grantee(role: string): string {
  return role === "PUBLIC" ? "PUBLIC" : quoteName(role);
}

/** "read, change and delete" */
export function toldOperations(operations: readonly string[]): string {
  const words = operations.map((operation) => ({ select: "read", insert: "add to", update: "change", delete: "delete", truncate: "empty" })[operation] ?? operation);
  return words.length < 2 ? (words[0] ?? "reach") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)!}`;
}
