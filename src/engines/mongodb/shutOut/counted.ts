import { StatementError } from "../../../core/errors.ts";
import type { MongodbLink, OwnCommand } from "../link.ts";
import { numberOf, type Doc } from "../bson/value.ts";

/** Counting a large collection is given up after so long; then only examples are told. */
const patienceMs = 60_000;

/** The field n of the one document that an aggregation gives, 0 where it gives none; null where that takes too long. `how`: further fields of the command. */
export async function countedBy(access: MongodbLink, collection: string, pipeline: readonly OwnCommand[], signal: AbortSignal, how: OwnCommand = {}): Promise<number | null> {
  try {
    const [counted] = await aggregated(access, collection, pipeline, signal, how);
    return counted === undefined ? 0 : (numberOf(counted.get("n")) ?? 0);
  } catch (error) {
    if (error instanceof StatementError && error.reason === "statementTimeout") return null;
    throw error;
  }
}

export function aggregated(access: MongodbLink, collection: string, pipeline: readonly OwnCommand[], signal: AbortSignal, how: OwnCommand = {}): Promise<Doc[]> {
  return access.asideDocuments({ aggregate: collection, pipeline, cursor: {}, maxTimeMS: patienceMs, allowDiskUse: true, ...how }, { signal });
}
