import { randomBytes } from "node:crypto";

/** "data_engineer_shadow_20260102t030405_1a2b3c4d": says whose it is and since when. */
export function scratchName(now: Date): string {
  const stamp = now.toISOString().replace(/[-:]|\.\d+Z$/g, "").toLowerCase();
  return `data_engineer_shadow_${stamp}_${randomBytes(4).toString("hex")}`;
}

/** Only what has such a name is ever dropped. */
export function isScratchName(name: string): boolean {
  return /^data_engineer_shadow_\d{8}t\d{6}_[0-9a-f]{8}$/.test(name);
}
