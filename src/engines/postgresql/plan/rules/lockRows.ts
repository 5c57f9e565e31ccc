import { nodeRule } from "../../../../core/plan/rules/nodeRule.ts";
import { inMs, inRows } from "../../../../core/plan/words.ts";
import { nodeType } from "../nodeWords.ts";

/** Locking a row without anybody in the way takes less than this, in ms: it is a change of its page and a record of the log. */
const freely = 0.05;

export const lockRows = nodeRule(
  { id: "plan/lock-rows", title: "Locking rows takes long", why: "FOR UPDATE and the like change each row's page to lock it, and wait for whoever holds it. More than 0.05 ms a row is mostly waiting." },
  (_view, node) => {
    const ms = node.actual?.exclusiveMs;
    const rows = node.actual?.rows ?? 0;
    if (nodeType(node) !== "LockRows" || ms === undefined) return undefined;
    const waited = ms / Math.max(1, rows) > freely && ms > 5;
    if (!waited && rows < 1000) return undefined;
    return waited
      ? { saw: `Locking ${inRows(rows)} took ${inMs(ms)}, ${inMs(ms / Math.max(1, rows))} each: it waited for others.`, advice: "See who holds the rows (hotpaths lists the locks), keep transactions short, lock rows in the same order everywhere, or use SKIP LOCKED or NOWAIT." }
      : { saw: `${inRows(rows)} were locked, each by a change of its page.`, advice: "Lock only the rows that will be changed." };
  },
);
