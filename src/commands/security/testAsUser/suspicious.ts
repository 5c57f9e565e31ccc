import type { Attempted } from "../../../core/access/attempt.ts";
import { objectName } from "../../../core/access/cell.ts";
import { type Suspicion, suspicions } from "../../../core/access/suspicion.ts";
import type { Finding } from "../../../core/report/report.ts";

const weight = { error: 0, warning: 1, info: 2 } as const;

/** Cells that are wrong by themselves: one finding for what is wrong with an object, naming everybody who can do it, with what the worst of them executed. */
export function suspiciousFindings(tried: readonly Attempted[], expected: (tried: Attempted) => boolean): Finding[] {
  const groups = new Map<string, Suspicion[]>();
  for (const one of suspicions(tried)) {
    if (expected(one.tried)) continue;
    const key = `${one.rule} ${objectName(one.tried.object)} ${one.tried.row}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups].map(([key, all]) => {
    const sorted = [...all].sort((one, other) => weight[one.severity] - weight[other.severity] || one.tried.identity.owns.length - other.tried.identity.owns.length);
    const worst = sorted[0]!;
    const others = [...new Set(sorted.map(({ tried: { identity } }) => identity.name))].filter((name) => name !== worst.tried.identity.name);
    const also = others.length === 0 ? "" : ` So may ${others.join(", ")}.`;
    return { rule: worst.rule, key, severity: worst.severity, object: objectName(worst.tried.object), message: `${worst.message}${also}`, evidence: worst.tried.outcome.witness };
  });
}
