import type { Attempt, Attempted } from "../../../core/access/attempt.ts";
import { cellOf } from "../../../core/access/cell.ts";
import type { Weakening } from "../../../core/access/weakening.ts";
import type { Catalog } from "../../../core/catalog/catalog.ts";
import { StatementError, throwIfCancelled } from "../../../core/errors.ts";
import type { AccessAdapter } from "../../../engines/access.ts";
import type { Session } from "../../../engines/engine.ts";
import { undone } from "./undone.ts";

export interface Mutant {
  readonly weakening: Weakening;
  /** "noticed": a cell changed; "survived": none did; "failed": the server does not take the weakened policy. */
  readonly verdict: "noticed" | "survived" | "failed";
  /** The first cell that changed, or why it failed. */
  readonly how: string | null;
}

/** Inside a trial: weakens each protection part by part and looks whether any cell changes. */
export async function mutate(session: Session, access: AccessAdapter<Session>, catalog: Catalog, tried: readonly Attempted[], onProgress: (done: number, total: number) => void, signal: AbortSignal): Promise<Mutant[]> {
  const objects = [...new Set(tried.map(({ object }) => object))];
  const weaker = await access.weakenings(catalog, objects);
  const attempts: Attempt[] = tried.map(({ identity, operation, object, row }) => ({ identity, operation, object, row }));
  // Compared with a run under the same conditions: settings that were set once are empty since, not unset.
  const before = await verdicts(session, access, catalog, attempts, signal);
  const mutants: Mutant[] = [];
  for (const [at, weakening] of weaker.entries()) {
    throwIfCancelled(signal);
    onProgress(at + 1, weaker.length);
    mutants.push(await undone(session, access, (trial) => tryMutant(trial, access, catalog, attempts, before, weakening, signal), signal).catch((error: unknown): Mutant => {
      if (error instanceof StatementError) return { weakening, verdict: "failed", how: error.message };
      throw error;
    }));
  }
  return mutants;
}

async function tryMutant(session: Session, access: AccessAdapter<Session>, catalog: Catalog, attempts: readonly Attempt[], before: ReadonlyMap<string, string>, weakening: Weakening, signal: AbortSignal): Promise<Mutant> {
  for (const statement of weakening.statements) await session.run(statement, { signal });
  const near = attempts.filter((attempt) => weakening.of.startsWith(`${cellOfAttempt(attempt).object}:`));
  const rest = attempts.filter((attempt) => !near.includes(attempt));
  for (const part of [near, rest]) {
    if (part.length === 0) continue;
    const after = await verdicts(session, access, catalog, part, signal);
    const changed = [...after].find(([id, verdict]) => before.get(id) !== verdict);
    if (changed !== undefined) return { weakening, verdict: "noticed", how: `${changed[0]}: ${before.get(changed[0]) ?? "nothing"} → ${changed[1]}` };
  }
  return { weakening, verdict: "survived", how: null };
}

async function verdicts(session: Session, access: AccessAdapter<Session>, catalog: Catalog, attempts: readonly Attempt[], signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
  const outcomes = await access.attempt(session, catalog, attempts, signal);
  return new Map(outcomes.map((outcome, at) => [cellOfAttempt(attempts[at]!).id, outcome.verdict]));
}

function cellOfAttempt(attempt: Attempt): ReturnType<typeof cellOf> {
  return cellOf({ ...attempt, outcome: { verdict: "error", policies: [], witness: [] } });
}
