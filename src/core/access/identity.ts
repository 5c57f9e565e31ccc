/** Somebody whom a server can be made to believe it talks to, for the length of one transaction. */
export interface Identity {
  /** As the matrix heads its column: "anonymous", "user 4b1c…", "tenant 7, role editor". */
  readonly name: string;
  /** The role or account that runs the statements; absent: the connection's own. */
  readonly role?: string;
  /** Who logged in, where `role` is one that they take on by themselves: what they may become decides then. Only a superuser's connection can try it. */
  readonly session?: string;
  /** Settings of the transaction: "request.jwt.claims" → its JSON, "app.tenant_id" → "7". */
  readonly settings: Readonly<Record<string, string>>;
  /** Values that mark a row as this identity's own: a user's id, a tenant's, an e-mail address. */
  readonly owns: readonly string[];
}
