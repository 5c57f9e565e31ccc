import { UsageError } from "../errors.ts";

const longest = 64;

/** Checks a label that a person typed: letters, digits, dot, dash and underscore, at most 64, safe as part of a folder's name on every system. Throws UsageError. */
export function checkLabel(label: string): string {
  if (/^[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?$/.test(label) && label.length <= longest) return label;
  throw new UsageError("badArgument", `"${label}" cannot be a snapshot's label.`, {
    next: `Use at most ${longest} letters, digits, dots, dashes and underscores; begin with a letter, digit or underscore and do not end with a dot.`,
  });
}

/** A label made from any text, for snapshots that the product takes by itself. */
export function labelFrom(text: string): string {
  const cleaned = text.replace(/[^A-Za-z0-9._-]+/g, "-").slice(0, longest).replace(/^[.-]+|[.-]+$/g, "");
  return cleaned === "" ? "snapshot" : cleaned;
}

/** The folder's name: "20261122T124501123Z-label"; sorts by time. */
export function snapshotId(at: Date, label: string): string {
  return `${at.toISOString().replace(/[-:.]/g, "")}-${label}`;
}
