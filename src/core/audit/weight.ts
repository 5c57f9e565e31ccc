import type { Catalog } from "../catalog/catalog.ts";
import type { Severity } from "../report/report.ts";
import type { AuditFinding } from "./auditFinding.ts";
import { findingKey } from "./auditFinding.ts";

const rank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

export function heavier(a: Severity, b: Severity): boolean {
  return rank[a] < rank[b];
}

/**
 * The worst first: by severity, then what an attack reaches before what nobody can try, then by how many kinds of attack and how many rows are exposed.
 * The order of equal ones is that of their keys, so that two runs of the same database tell the same.
 */
export function byWeight(catalog: Catalog): (a: AuditFinding, b: AuditFinding) => number {
  const rows = new Map([...catalog.tables.map((table) => [objectName(table), table.estimatedRows ?? 0] as const)]);
  const exposure = (finding: AuditFinding): number[] => [finding.attacks === undefined && finding.breaks === undefined ? 0 : 1, finding.attacks?.length ?? 0, Math.max(...[finding.object, ...(finding.about ?? [])].map((object) => rows.get(object) ?? 0))];
  return (a, b) => rank[a.severity] - rank[b.severity] || descending(exposure(a), exposure(b)) || (findingKey(a) < findingKey(b) ? -1 : 1);
}

function descending(a: readonly number[], b: readonly number[]): number {
  for (const [at, value] of a.entries()) {
    const difference = (b[at] ?? 0) - value;
    if (difference !== 0) return difference;
  }
  return 0;
}

function objectName({ schema, name }: { readonly schema: string; readonly name: string }): string {
  return schema === "" ? name : `${schema}.${name}`;
}
