import type { Attempt } from "../core/access/attempt.ts";
import type { AuditFinding } from "../core/audit/auditFinding.ts";
import type { EngineLook } from "../core/audit/engineLook.ts";
import type { AuditRule, AuditScope } from "../core/audit/rule.ts";
import type { Catalog } from "../core/catalog/catalog.ts";

/** What an audit needs of an engine; `Session.audit`. */
export interface AuditAdapter {
  /** The engine's own rules; those of core/audit are the same for all. */
  readonly rules: readonly AuditRule[];
  /** Set where what a look reads cannot be read inside of a transaction (MongoDB's users and roles); it then holds itself to reading. */
  readonly beside?: true;
  /** Set where findings depend on what rows hold (MongoDB's fields are known by its documents alone): fixes are then tried on a scratch database with a sample of them. */
  readonly sampled?: true;
  /**
   * Reads what the catalog lacks (roles, accounts, settings) in a constant number of reading statements, and applies the engine's own rules.
   * What the connection's account may not read is told, never guessed.
   */
  look(room: AuditRoom): Promise<EngineLook>;
  /** What those who are meant to may do with the finding's object today; it must still go through after its fix. */
  legitimate(finding: AuditFinding, room: AuditRoom): Promise<readonly Attempt[]>;
  /** The same statements in a form that holds up nobody on a large table, each by itself outside of a transaction; undefined where one of them has none. Absent where the plain form is that already. */
  gently?(statements: readonly string[]): readonly string[] | undefined;
}

export interface AuditRoom {
  readonly catalog: Catalog;
  readonly scope: AuditScope;
  readonly signal: AbortSignal;
}
