import { StatementError } from "../../../core/errors.ts";
import type { MongodbAccess, OwnCommand } from "../access.ts";
import { numberOf, type Doc } from "../bson/value.ts";

/** Counting a large collection is given up after so long; then only examples are told. */
const patienceMs = 60_000;

/** What an aggregation counts; null where that takes too long. */
export async function countedBy(access: MongodbAccess, collection: string, pipeline: readonly OwnCommand[], signal: AbortSignal): Promise<number | null> {
  try {
    const [counted] = await aggregated(access, collection, [...pipeline, { $count: "n" }], signal);
    return counted === undefined ? 0 : (numberOf(counted.get("n")) ?? 0);
  } catch (error) {
    if (error instanceof StatementError && error.reason === "statementTimeout") return null;
    throw error;
  }
}

export function aggregated(access: MongodbAccess, collection: string, pipeline: readonly OwnCommand[], signal: AbortSignal): Promise<Doc[]> {
  return access.asideDocuments({ aggregate: collection, pipeline, cursor: {}, maxTimeMS: patienceMs, allowDiskUse: true }, { signal });
}
