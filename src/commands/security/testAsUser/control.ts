import type { Attempt, Attempted } from "../../../core/access/attempt.ts";
import type { Catalog } from "../../../core/catalog/catalog.ts";
import type { AccessAdapter } from "../../../engines/access.ts";
import type { Session } from "../../../engines/engine.ts";
import { undone } from "./undone.ts";

/** Every denial tried once more without what protects: one that still stands does not come from the protection, so it tests nothing. */
export interface Control {
  readonly lifted: readonly string[];
  readonly denials: number;
  /** Those that fell, as they must. */
  readonly fell: number;
  readonly stood: readonly Attempted[];
  /** Those that failed in another way. */
  readonly failed: readonly Attempted[];
}

/** Inside a trial: lifts the protection for a moment and tries what was denied. */
export async function control(trial: Session, access: AccessAdapter<Session>, catalog: Catalog, tried: readonly Attempted[], signal: AbortSignal): Promise<Control> {
  const denied = tried.filter(({ outcome }) => outcome.verdict === "denied");
  if (denied.length === 0) return { lifted: [], denials: 0, fell: 0, stood: [], failed: [] };
  return await undone(trial, access, async (session) => {
    const lifted = await access.lift(session, catalog, [...new Set(tried.map(({ object }) => object))]);
    const attempts: Attempt[] = denied.map(({ identity, operation, object, row }) => ({ identity, operation, object, row }));
    const outcomes = await access.attempt(session, await session.catalog(signal), attempts, signal);
    const again = outcomes.map((outcome, at) => ({ ...attempts[at]!, outcome }));
    const stood = again.filter(({ outcome }) => outcome.verdict === "denied");
    // A constraint that stops it now is behind the protection, so that was lifted.
    const failed = again.filter(({ outcome }) => outcome.verdict === "error" && outcome.code?.startsWith("23") !== true);
    return { lifted, denials: denied.length, fell: denied.length - stood.length - failed.length, stood, failed };
  }, signal);
}
