import type { Severity } from "../../report/report.ts";
import type { AuditScope } from "../rule.ts";

export type Counts = Readonly<Record<Severity, number>>;

/** One audit of one database. Only the newest of a database and scope holds its keys, so that the history stays small. */
export interface PastAudit {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly engine: string;
  readonly database: string;
  readonly scope: AuditScope;
  /** Of what was open: neither dismissed nor gone. */
  readonly counts: Counts;
  readonly keys?: readonly string[];
}

export interface Trend {
  /** When the same database was last audited with the same scope; null for the first time. */
  readonly since: string | null;
  readonly new: readonly string[];
  readonly fixed: readonly string[];
  /** Counts per run, oldest first, with this one. */
  readonly runs: readonly { readonly at: string; readonly counts: Counts }[];
}

/** Runs that are remembered of each database and scope. */
const keptRuns = 60;
/** Databases and scopes that are remembered; scratch databases of CI would pile up otherwise. */
const keptSeries = 40;

/** What changed since the last audit of the same database with the same scope. */
export function trendOf(history: readonly PastAudit[], now: PastAudit): Trend {
  const before = history.filter((past) => sameSeries(past, now));
  const last = before.at(-1);
  const [then, today] = [new Set(last?.keys), new Set(now.keys)];
  return {
    since: last?.at ?? null,
    new: last === undefined ? [] : [...today].filter((key) => !then.has(key)),
    fixed: [...then].filter((key) => !today.has(key)),
    runs: [...before.slice(-keptRuns + 1), now].map(({ at, counts }) => ({ at, counts })),
  };
}

/** The history with one audit more, and with what is too old left out. */
export function remembered(history: readonly PastAudit[], now: PastAudit): readonly PastAudit[] {
  const own = history.filter((past) => sameSeries(past, now)).slice(-keptRuns + 1).map(({ keys: _, ...past }) => past);
  const others = history.filter((past) => !sameSeries(past, now));
  const newest = [...new Set(others.toReversed().map(seriesOf))].slice(0, keptSeries - 1);
  return [...others.filter((past) => newest.includes(seriesOf(past))), ...own, now];
}

function sameSeries(a: PastAudit, b: PastAudit): boolean {
  return seriesOf(a) === seriesOf(b);
}

function seriesOf(past: PastAudit): string {
  return JSON.stringify([past.engine, past.database, past.scope]);
}
