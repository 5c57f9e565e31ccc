/** ask: every write asks; auto: only destructive changes ask; explore: nothing can be written, the connection itself is read-only. */
export type PermissionMode = "ask" | "auto" | "explore";

/** What a connection is for, asked when it is made. */
export type ConnectionRole = "development" | "staging" | "production";

/** The next mode of the cycle ask > auto > explore. */
export function nextMode(mode: PermissionMode): PermissionMode {
  return mode === "ask" ? "auto" : mode === "auto" ? "explore" : "ask";
}
