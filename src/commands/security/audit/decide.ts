import type { AuditFinding } from "../../../core/audit/auditFinding.ts";
import { findingKey } from "../../../core/audit/auditFinding.ts";
import { readDecisions, writeDecisions } from "../../../core/audit/memory/decisionFile.ts";
import type { Decisions } from "../../../core/audit/memory/decisions.ts";
import { sortByDecisions, withBaseline, withDismissal, withoutDismissal } from "../../../core/audit/memory/decisions.ts";
import { UsageError } from "../../../core/errors.ts";
import { nearest } from "../../../core/nearest.ts";
import type { CommandContext } from "../../context.ts";
import type { Asked } from "./asked.ts";

export interface Decided {
  readonly decisions: Decisions;
  /** Whether they were changed and written. */
  readonly written: boolean;
}

/** The decisions of the workspace, with the one that was asked for now. Throws UsageError for a key that names no finding, or no dismissal that is to be taken back. */
export async function decide(context: CommandContext, asked: Asked, found: readonly AuditFinding[], engine: string, looked: ReadonlySet<string>): Promise<Decided> {
  const before = await readDecisions(context.files);
  const after = changed(context, asked, before, found, engine, looked);
  if (after === before) return { decisions: before, written: false };
  await writeDecisions(context.files, after);
  return { decisions: after, written: true };
}

function changed(context: CommandContext, { dismiss, undismiss, baseline }: Asked, before: Decisions, found: readonly AuditFinding[], engine: string, looked: ReadonlySet<string>): Decisions {
  const now = context.now().toISOString();
  if (dismiss !== undefined) {
    requireKnown(dismiss.key, found);
    return withDismissal(before, { key: dismiss.key, engine, reason: context.redact(dismiss.reason), ...(dismiss.until === undefined ? {} : { until: dismiss.until }), at: now });
  }
  if (undismiss !== undefined) {
    const after = withoutDismissal(before, undismiss, engine);
    if (after === before) throw notDismissed(undismiss, before.dismissed.filter((one) => one.engine === engine).map(({ key }) => key));
    return after;
  }
  if (!baseline) return before;
  const { open } = sortByDecisions(found, before, engine, now.slice(0, 10), looked);
  return withBaseline(before, engine, now, open.map(findingKey), looked);
}

function requireKnown(key: string, found: readonly AuditFinding[]): void {
  const keys = found.map(findingKey);
  if (keys.includes(key)) return;
  const near = nearKeys(key, keys);
  throw new UsageError("badArgument", `No finding has the key "${key}".`, {
    next: near.length === 0 ? "Nothing was found in this scope, so that nothing can be dismissed; a finding of another scope is dismissed in that scope, or in full." : `Did you mean ${near.map((other) => `"${other}"`).join(" or ")}? A finding of another scope is dismissed in that scope, or in full.`,
  });
}

function notDismissed(key: string, dismissed: readonly string[]): UsageError {
  const near = nearKeys(key, dismissed);
  return new UsageError("badArgument", `No finding with the key "${key}" is dismissed.`, { next: near.length === 0 ? "Nothing is dismissed on this engine." : `Did you mean ${near.map((other) => `"${other}"`).join(" or ")}?` });
}

/** The likeliest first: a mistyped one, then those of the same rule, then those about the same object; some of all where none is near. */
function nearKeys(key: string, keys: readonly string[]): string[] {
  const [rule = "", ...rest] = key.split(" ");
  const object = rest.join(" ");
  const mistyped = nearest(key, keys);
  const alike = keys.filter((other) => other.startsWith(`${rule} `) || (object !== "" && other.includes(object)) || other.includes(key));
  const near = [...new Set([...(mistyped === undefined ? [] : [mistyped]), ...alike])];
  return (near.length === 0 ? keys : near).slice(0, 3);
}
