import type { PlanBuffers } from "../../../core/plan/plan.ts";
import { numberOf, present } from "./raw.ts";
import type { Raw } from "./raw.ts";

const keys = {
  hit: ["Shared Hit Blocks"],
  read: ["Shared Read Blocks"],
  dirtied: ["Shared Dirtied Blocks", "Local Dirtied Blocks"],
  written: ["Shared Written Blocks", "Local Written Blocks"],
  tempRead: ["Temp Read Blocks"],
  tempWritten: ["Temp Written Blocks"],
  localHit: ["Local Hit Blocks"],
  localRead: ["Local Read Blocks"],
  readMs: ["I/O Read Time", "Shared I/O Read Time", "Local I/O Read Time", "Temp I/O Read Time"],
  writeMs: ["I/O Write Time", "Shared I/O Write Time", "Local I/O Write Time", "Temp I/O Write Time"],
} as const;

export const bufferKeys: ReadonlySet<string> = new Set(Object.values(keys).flat());

/** Counters of blocks, without those that are 0, which the text form leaves out; blocks are taken for 8 kB, as EXPLAIN does not tell. */
export function buffersOf(raw: Raw): PlanBuffers | undefined {
  const sum = (names: readonly string[]): number | undefined => {
    let total = 0;
    for (const name of names) total += numberOf(raw, name) ?? 0;
    return total || undefined;
  };
  const counters = present<Omit<PlanBuffers, "blockBytes">>({
    hit: sum(keys.hit),
    read: sum(keys.read),
    dirtied: sum(keys.dirtied),
    written: sum(keys.written),
    tempRead: sum(keys.tempRead),
    tempWritten: sum(keys.tempWritten),
    localHit: sum(keys.localHit),
    localRead: sum(keys.localRead),
    readMs: sum(keys.readMs),
    writeMs: sum(keys.writeMs),
  });
  for (const _counter in counters) return { blockBytes: 8192, ...counters };
  return undefined;
}
