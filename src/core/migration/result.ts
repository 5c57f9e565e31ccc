import type { Json } from "../json.ts";

/** The result of one executed statement; part of the `dry-run` and `apply-migration` contract. */
export type StatementResult = {
  /** Zero-based line of the file where the statement starts. */
  readonly line: number;
  readonly sql: string;
  readonly status: "passed" | "failed" | "skipped";
  readonly durationMs: number;
  readonly rows?: number;
  readonly locks?: readonly { readonly object: string; readonly mode: string }[];
  readonly rewrites?: readonly string[];
  readonly error?: { readonly code: string; readonly message: string; readonly line: number; readonly character: number };
};

export type RollbackVerdict = {
  /** The down script's file, or null where there is none. */
  readonly script: string | null;
  /** null: not tried (no script, or the up script failed). */
  readonly verified: boolean | null;
  readonly differences: readonly string[];
};

/** How the result was had. "none" means that nothing was executed. */
export type Proof = "transaction" | "shadow" | "copy" | "none";

export type MigrationResult = {
  readonly version: string;
  readonly file: string;
  readonly status: "passed" | "failed" | "skipped";
  readonly statements: readonly StatementResult[];
  readonly rollback: RollbackVerdict;
  readonly proof: Proof;
};

/** MigrationResult is plain data: this line fails to compile when it stops being JSON. */
export const asJson = (results: readonly MigrationResult[]): Json => results as unknown as Json;
