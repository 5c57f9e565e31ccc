import type { Probe } from "../engine.ts";
import type { BatchStep, StepResult } from "./wire/batch.ts";
import type { Wire } from "./wire/wire.ts";

const userRelation = "n.nspname <> 'pg_catalog' AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_toast%' AND n.nspname NOT LIKE 'pg\\_temp%'";

/** Where every table's rows lie when the transaction begins; sent along with BEGIN. */
export const baselineStep: BatchStep = {
  name: "data_engineer_probe_baseline",
  text: `SELECT c.oid, n.nspname || '.' || c.relname, c.relfilenode FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'm') AND ${userRelation}`,
};

const probeStep: BatchStep = {
  name: "data_engineer_probe",
  text: `SELECT l.relation, l.mode, n.nspname || '.' || c.relname, c.relfilenode, c.relkind
    FROM pg_catalog.pg_locks l
    LEFT JOIN pg_catalog.pg_class c ON c.oid = l.relation
    LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE l.pid = pg_catalog.pg_backend_pid() AND l.locktype = 'relation' AND l.granted
      AND (c.oid IS NULL OR (${userRelation}))
    ORDER BY 3, 2`,
};

interface Seen {
  readonly locks: Set<string>;
  /** By oid: the name and where its rows lie. */
  readonly files: Map<string, { readonly name: string; readonly file: string }>;
}

/** Tells after each statement of a transaction which locks came and which tables were rewritten. */
export class Prober {
  private readonly wire: Wire;
  private seen: Seen = { locks: new Set(), files: new Map() };

  constructor(wire: Wire) {
    this.wire = wire;
  }

  /** `baseline` is the result of `baselineStep`; without it the first probe cannot know what was rewritten before. */
  begin(baseline: StepResult | undefined): void {
    this.seen = { locks: new Set(), files: new Map() };
    for (const [oid, name, file] of baseline?.rows ?? []) this.seen.files.set(oid ?? "", { name: name ?? "", file: file ?? "" });
  }

  /** What was seen until now, to come back to when a savepoint is undone. */
  mark(): Seen {
    return { locks: new Set(this.seen.locks), files: new Map(this.seen.files) };
  }

  restore(mark: Seen): void {
    this.seen = mark;
  }

  async probe(): Promise<Probe> {
    const [result] = await this.wire.send([probeStep]);
    const locks: { object: string; mode: string }[] = [];
    const rewrites = new Set<string>();
    for (const [oid, mode, currentName, file, kind] of result?.rows ?? []) {
      const known = this.seen.files.get(oid ?? "");
      const name = currentName ?? known?.name;
      if (name === undefined || oid === null || oid === undefined) continue;
      const key = `${oid} ${mode ?? ""}`;
      if (!this.seen.locks.has(key)) {
        this.seen.locks.add(key);
        locks.push({ object: name, mode: mode ?? "" });
      }
      if (file === null || file === undefined || (kind !== "r" && kind !== "m")) continue;
      if (known !== undefined && known.file !== file) rewrites.add(name);
      this.seen.files.set(oid, { name, file });
    }
    return { locks, rewrites: [...rewrites] };
  }
}
