import { historyTableName } from "../../core/migration/historyTable.ts";

/** Where the lease of the one applier lies. */
export const leaseCollection = "data_engineer_lock";
/** Where a server without transactions keeps what is undone when a script fails. */
export const journalCollection = "data_engineer_journal";
/** In a scratch database: who made it, and when that maker was last alive. */
export const makerCollection = "data_engineer_shadow";
/** Every scratch database's name begins so. */
export const shadowPrefix = "data_engineer_shadow_";

const own = new Set([historyTableName, leaseCollection, journalCollection, makerCollection]);

/** True for collections of the server and of the product, which belong to no schema of a person. */
export function isHidden(name: string): boolean {
  return own.has(name) || name.startsWith("system.") || name.startsWith("enxcol_.");
}
