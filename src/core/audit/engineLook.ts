import type { AuditFinding } from "./auditFinding.ts";

/** What an engine's own rules found, beyond what every engine's catalog tells. */
export interface EngineLook {
  readonly findings: readonly AuditFinding[];
  /** Texts in which a credential may stand and that the catalog does not hold: options of foreign servers, subscriptions, jobs, settings of roles. */
  readonly texts: readonly AuditedText[];
  /** What could not be looked at, and what to do to have it: "pg_subscription: permission denied; run as a superuser". */
  readonly unseen: readonly string[];
}

/** A text of the database that is searched for credentials; never shown as it is. */
export interface AuditedText {
  /** Where it stands: "foreign server reports", "event nightly". */
  readonly object: string;
  readonly part?: string;
  readonly text: string;
  /** Of a text that is a file of the workspace: its path as reports show it. */
  readonly file?: string;
}
