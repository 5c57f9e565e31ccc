import type { AuditFinding } from "../../../core/audit/auditFinding.ts";
import { findingKey } from "../../../core/audit/auditFinding.ts";
import { catalogRoom } from "../../../core/audit/catalogRoom.ts";
import type { CatalogRule } from "../../../core/audit/catalogRule.ts";
import { credentialRules } from "../../../core/audit/credentials/rules.ts";
import type { AuditedText } from "../../../core/audit/engineLook.ts";
import { hasCounters } from "../../../core/audit/integrity/counters.ts";
import { integrityRules } from "../../../core/audit/integrity/rules.ts";
import type { AuditRule, AuditScope } from "../../../core/audit/rule.ts";
import { heavier } from "../../../core/audit/weight.ts";
import type { Catalog } from "../../../core/catalog/catalog.ts";
import { throwIfCancelled } from "../../../core/errors.ts";
import type { Session } from "../../../engines/engine.ts";

/** A database as an audit sees it at one moment. */
export interface Look {
  readonly catalog: Catalog;
  /** One for each key. */
  readonly findings: readonly AuditFinding[];
  readonly unseen: readonly string[];
}

export interface LookRequest {
  readonly scope: AuditScope;
  /** Files of the workspace that are searched for credentials. */
  readonly files: readonly AuditedText[];
  readonly signal: AbortSignal;
}

const catalogRules: readonly CatalogRule[] = [...integrityRules, ...credentialRules];

/** What an audit of this scope looks for on this connection, by id. */
export function rulesOf(session: Session, scope: AuditScope): readonly AuditRule[] {
  return [...session.audit.rules, ...catalogRules].filter((rule) => isIn(rule, scope)).sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Reads the catalog and all that the rules need, and applies them. Only reading statements run. */
export async function look(session: Session, { scope, files, signal }: LookRequest): Promise<Look> {
  const catalog = await session.catalog(signal);
  throwIfCancelled(signal);
  const engine = await session.audit.look({ catalog, scope, signal });
  throwIfCancelled(signal);
  const counters = scope !== "rls" && hasCounters(catalog) ? await session.migrations.counters() : [];
  const room = catalogRoom(session.engine, catalog, [...engine.texts, ...files], counters);
  const wanted = new Set(rulesOf(session, scope).map((rule) => rule.id));
  const found = catalogRules.filter((rule) => wanted.has(rule.id)).flatMap((rule) => rule.find(room));
  return { catalog, findings: oneForEachKey([...engine.findings.filter((finding) => wanted.has(finding.rule)), ...found]), unseen: engine.unseen };
}

function isIn(rule: AuditRule, scope: AuditScope): boolean {
  return scope === "full" || rule.scope === scope;
}

/** Where two rules' ways lead to the same finding, the heavier is told. */
function oneForEachKey(findings: readonly AuditFinding[]): readonly AuditFinding[] {
  const byKey = new Map<string, AuditFinding>();
  for (const finding of findings) {
    const key = findingKey(finding);
    const other = byKey.get(key);
    if (other === undefined || heavier(finding.severity, other.severity)) byKey.set(key, finding);
  }
  return [...byKey.values()];
}
