import type { Catalog, TableObject } from "../../../catalog/catalog.ts";
import { qualified } from "../../../catalog/objects.ts";
import { counted } from "../../../counted.ts";
import type { Finding } from "../../../report/report.ts";
import type { Outcome } from "../outcome.ts";
import type { Trial } from "../trial.ts";

/** Table locks that keep others waiting, the strongest last. https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES */
const blocking = ["SHARE", "SHARE ROW EXCLUSIVE", "EXCLUSIVE", "ACCESS EXCLUSIVE"] as const;
type BlockingMode = (typeof blocking)[number];

/** A lock on something that was there before, with the time from its statement to the end of the script. */
export interface HeldLock {
  readonly table: TableObject;
  readonly mode: BlockingMode;
  readonly outcome: Outcome;
  readonly heldMs: number;
}

/** "AccessExclusiveLock" as the documentation writes it: "ACCESS EXCLUSIVE". */
export function lockName(mode: string): string {
  return mode.replace(/Lock$/, "").replace(/(?<=[a-z])(?=[A-Z])/g, " ").toUpperCase();
}

/** What others cannot do meanwhile. */
export function blocks(mode: string): string {
  switch (lockName(mode)) {
    case "ACCESS EXCLUSIVE":
      return "reads and writes";
    case "EXCLUSIVE":
    case "SHARE ROW EXCLUSIVE":
    case "SHARE":
      return "writes";
    default:
      return "";
  }
}

/** The strongest blocking lock on each table that was there before the script. */
export function heldLocks(before: Catalog, up: readonly Outcome[]): HeldLock[] {
  const tables = new Map(before.tables.map((table) => [qualified(table), table]));
  const held = new Map<string, HeldLock>();
  up.forEach((outcome, at) => {
    for (const { object, mode } of outcome.result.locks ?? []) {
      const name = lockName(mode) as BlockingMode;
      const table = tables.get(object);
      const known = held.get(object);
      if (table === undefined || !blocking.includes(name) || (known !== undefined && blocking.indexOf(known.mode) >= blocking.indexOf(name))) continue;
      held.set(object, { table, mode: name, outcome, heldMs: up.slice(at).reduce((sum, one) => sum + one.result.durationMs, 0) });
    }
  });
  return [...held.values()];
}

/** Locks that others wait for, and tables that are written anew as a whole. */
export function lockFindings({ prepared, before, up }: Trial): Finding[] {
  const tables = new Map(before.tables.map((table) => [qualified(table), table]));
  const locks = heldLocks(before, up).map(({ table, mode, outcome, heldMs }): Finding => ({
    rule: "dry-run/blocking-lock",
    severity: (table.estimatedRows ?? 0) > 0 ? "warning" : "info",
    message: `${outcome.statement.facts?.verb ?? "The statement"} takes ${mode} on ${qualified(table)} and keeps it to the end, ${Math.round(heldMs)} ms here: ${blocks(mode)} wait that long${sized(table)}.`,
    object: qualified(table),
    file: prepared.up.file,
    range: outcome.statement.range,
  }));
  const rewrites = up.flatMap((outcome) =>
    (outcome.result.rewrites ?? []).flatMap((object): Finding[] => {
      const table = tables.get(object);
      if (table === undefined || outcome.statement.facts?.destroys.some((one) => one.how === "truncate") === true) return [];
      return [{
        rule: "dry-run/table-rewrite",
        severity: (table.estimatedRows ?? 0) > 0 ? "warning" : "info",
        message: `${outcome.statement.facts?.verb ?? "The statement"} writes the whole of ${object} anew${sized(table)}: it takes time and twice the space, and the table is locked meanwhile.`,
        object,
        file: prepared.up.file,
        range: outcome.statement.range,
      }];
    }),
  );
  return [...locks, ...rewrites];
}

function sized(table: TableObject): string {
  return table.estimatedRows === undefined || table.estimatedRows <= 0 ? "" : ` (about ${counted(table.estimatedRows, "row")})`;
}
