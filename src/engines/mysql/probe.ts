import { StatementError } from "../../core/errors.ts";
import type { Probe, ServerFacts } from "../engine.ts";
import { textsOf } from "./prepare.ts";
import type { Wire } from "./wire/wire.ts";

/**
 * Tells which metadata locks this connection newly holds, where the server keeps performance_schema.metadata_locks and lets us see it.
 * A table is never built anew inside a transaction, so there are no rewrites to tell; `onlineWay` says it of an ALTER.
 */
export class Prober {
  private readonly wire: Wire;
  private readonly facts: ServerFacts;
  private held = new Set<string>();
  private unseen = false;

  constructor(wire: Wire, facts: ServerFacts) {
    this.wire = wire;
    this.facts = facts;
  }

  async probe(): Promise<Probe> {
    const locks = await this.locks();
    const fresh = locks.filter(({ object, mode }) => !this.held.has(`${object} ${mode}`));
    this.held = new Set(locks.map(({ object, mode }) => `${object} ${mode}`));
    return { locks: fresh, rewrites: [] };
  }

  /** A user who may not see them sees none. */
  private async locks(): Promise<{ readonly object: string; readonly mode: string }[]> {
    if (this.unseen) return [];
    try {
      const { rows } = await this.wire.send(
        `SELECT DISTINCT m.OBJECT_NAME, m.LOCK_TYPE FROM performance_schema.metadata_locks m JOIN performance_schema.threads t ON t.THREAD_ID = m.OWNER_THREAD_ID
         WHERE t.PROCESSLIST_ID = CONNECTION_ID() AND m.OBJECT_TYPE = 'TABLE' AND m.LOCK_STATUS = 'GRANTED' AND m.OBJECT_SCHEMA = ? ORDER BY 1, 2`,
        { params: [this.facts.database] },
      );
      return rows.map(textsOf).map(([object = "", mode = ""]) => ({ object, mode }));
    } catch (error) {
      if (!(error instanceof StatementError) || (error.reason !== "permission" && error.reason !== "undefinedObject")) throw error;
      this.unseen = true;
      return [];
    }
  }
}
