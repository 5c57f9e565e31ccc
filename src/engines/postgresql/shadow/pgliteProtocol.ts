/** What goes to the in-process server's child. */
export type ToChild =
  /** Starts the server with those of the extensions that it has. */
  | { readonly kind: "start"; readonly extensions: readonly string[] }
  /** Bytes of PostgreSQL's wire protocol, cut anywhere. */
  | { readonly kind: "bytes"; readonly bytes: Uint8Array };

/** What comes back. */
export type FromChild =
  | { readonly kind: "ready" }
  | { readonly kind: "failed"; readonly message: string }
  | { readonly kind: "bytes"; readonly bytes: Uint8Array };
