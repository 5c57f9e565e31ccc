/** "rls": who reaches which rows. "schema": integrity of the structure. "full": both, with accounts, the server and exposed credentials. */
export type AuditScope = "rls" | "schema" | "full";

/** What an audit looks for. */
export interface AuditRule {
  /** `group/rule`, stable: "rls/always-true", "schema/foreign-key-without-index", "credentials/in-comment", "server/anonymous-account". */
  readonly id: string;
  readonly title: string;
  /** Why it matters and when it does not, in two or three sentences. */
  readonly why: string;
  /** The narrowest scope that looks for it; "full" looks for all. */
  readonly scope: AuditScope;
  /** Why nothing is tried of what it finds; a whole sentence. Absent where attacks are, or where nobody would expect one. */
  readonly untried?: string;
}
