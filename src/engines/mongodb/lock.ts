import { randomUUID } from "node:crypto";
import os from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { CancelledError, ConnectionError, MigrationError, StatementError, throwIfCancelled } from "../../core/errors.ts";
import type { ApplierLock } from "../engine.ts";
import type { MongodbLink } from "./link.ts";
import { running } from "./activity.ts";
import { docsIn, docIn, numberOf, textOf, type Doc } from "./bson/value.ts";
import { hasEnded, ownMark } from "./lock/processMark.ts";
import { leaseCollection } from "./ownCollections.ts";

/** A dead holder's lease ends so long after its last beat, by the server's clock. */
const leaseMs = 10_000;
const beatMs = 2_000;
const pollMs = 100;
const lookMs = 500;
const id = "applier";

/**
 * The one applier's lease: a document whose end its holder moves on with a timer of its own. Every time in it is the server's ($$NOW).
 * A holder that could not move it in time is told by `check`, before anything more of it runs. The lease of a process of this machine that has ended, and of which
 * the server does nothing any more, is taken at once.
 */
export class ApplierLease {
  private readonly access: MongodbLink;
  private token: string | undefined;
  private timer: NodeJS.Timeout | undefined;
  /** By the clock that goes on while the machine sleeps. */
  private confirmedAt = 0;
  private lost = false;

  constructor(access: MongodbLink) {
    this.access = access;
  }

  get held(): boolean {
    return this.token !== undefined;
  }

  /** Null when another holds it after `waitMs`. */
  async take(waitMs: number, signal: AbortSignal): Promise<ApplierLock | null> {
    if (this.token !== undefined) throw new MigrationError("locked", "This connection already holds the applier's lock.");
    if (this.access.readOnly) throw new StatementError("readOnly", "readOnly", "A read-only connection takes no lock: it writes nothing.");
    const giveUp = performance.now() + waitMs;
    const token = randomUUID();
    let looked = Number.NEGATIVE_INFINITY;
    for (;;) {
      throwIfCancelled(signal);
      const asked = Date.now();
      if (await this.tryTake(token)) return this.taken(token, asked);
      if (performance.now() - looked > lookMs) {
        looked = performance.now();
        if (await this.takeFromEnded(token)) return this.taken(token, asked);
      }
      const left = giveUp - performance.now();
      if (left <= 0) return null;
      await sleep(Math.min(pollMs * (0.5 + Math.random()), left), undefined, { signal }).catch(() => {
        throw new CancelledError();
      });
    }
  }

  /** Throws ConnectionError("lost") where the lease ran out or another has it; does nothing where none is held. */
  async check(): Promise<void> {
    if (this.token !== undefined && !this.lost && Date.now() - this.confirmedAt > leaseMs / 2) await this.beat();
    if (this.lost) {
      throw new ConnectionError("lost", "The applier's lock was lost: the connection was cut for longer than the lock lives.", { next: "Look at what the history says of the migration, then run the command again." });
    }
  }

  async release(): Promise<void> {
    const token = this.token;
    clearInterval(this.timer);
    this.token = undefined;
    this.lost = false;
    if (token !== undefined) await this.access.aside({ delete: leaseCollection, deletes: [{ q: { _id: id, token }, limit: 1 }] });
  }

  /** Who holds it now; null where nobody does, or only one whose lease has ended. */
  async holder(): Promise<string | null> {
    const [lease] = await this.access.asideDocuments({
      aggregate: leaseCollection, cursor: {}, pipeline: [{ $match: { _id: id } }, { $project: { holder: 1, since: 1, alive: { $gt: ["$until", "$$NOW"] } } }],
    });
    if (lease === undefined || lease.get("alive") !== true) return null;
    const since = lease.get("since");
    return `${String(lease.get("holder"))}${since instanceof Date ? `, since ${since.toISOString()}` : ""}`;
  }

  private async tryTake(token: string): Promise<boolean> {
    const set = leaseOf(token);
    // An upsert takes no $expr, so the lease of a dead holder and the missing one are two attempts.
    if (await this.changed({ q: { _id: id, $expr: { $lt: ["$until", "$$NOW"] } }, u: set })) return true;
    return await this.changed({ q: { _id: id, token }, u: set, upsert: true });
  }

  /** Exactly the lease that was looked at is taken: one that its holder moved on meanwhile, or that another took, stays. */
  private async takeFromEnded(token: string): Promise<boolean> {
    const [lease] = await this.access.asideDocuments({ find: leaseCollection, filter: { _id: id }, limit: 1 });
    if (lease === undefined) return false;
    const mark = docIn(lease, "process");
    if (mark.get("token") !== lease.get("token")) return false;
    const [host = "", boot = "", space = "", started = ""] = ["host", "boot", "space", "started"].map((name) => textOf(mark.get(name)));
    if (!hasEnded({ host, boot, space, started, pid: numberOf(mark.get("pid")) ?? 0 }) || (await this.worksStill())) return false;
    return await this.changed({ q: { _id: id, token: lease.get("token"), until: lease.get("until") }, u: leaseOf(token) });
  }

  /** Does the server work on something that a process which has ended may have sent? Also where that cannot be told. */
  private async worksStill(): Promise<boolean> {
    const operations = await running(this.access);
    if (operations === null) return true;
    const active = operations.filter((operation) => operation.get("active") === true);
    const named = active.some((operation) => operation.has("appName"));
    return active.some((operation) => (textOf(operation.get("ns")) ?? "").startsWith(`${this.access.database}.`) && (!named || (textOf(operation.get("appName")) ?? "").startsWith("data-engineer")));
  }

  private async changed(update: Readonly<Record<string, unknown>>): Promise<boolean> {
    try {
      const reply = await this.access.aside({ update: leaseCollection, updates: [update], writeConcern: { w: "majority" } });
      if (isTaken(reply)) return false;
      return (numberOf(reply.get("n")) ?? 0) > 0;
    } catch (error) {
      if (error instanceof StatementError && ["11000", "112", "48"].includes(error.code)) return false;
      throw error;
    }
  }

  private taken(token: string, asked: number): ApplierLock {
    this.token = token;
    this.lost = false;
    this.confirmedAt = asked;
    this.timer = setInterval(() => void this.beat().catch(() => undefined), beatMs);
    this.timer.unref();
    return { holder: holderName(), release: () => this.release() };
  }

  /** Moves the end on, as long as the lease is still this holder's; a lease that ran out may be moved on where nobody has taken it. */
  private async beat(): Promise<void> {
    const token = this.token;
    if (token === undefined) return;
    const asked = Date.now();
    try {
      const held = await this.changed({ q: { _id: id, token }, u: [{ $set: { until: { $add: ["$$NOW", leaseMs] } } }] });
      if (this.token !== token) return;
      if (held) this.confirmedAt = asked;
      else this.lost = true;
    } catch (error) {
      if (this.token === token && Date.now() - this.confirmedAt > leaseMs) this.lost = true;
      throw error;
    }
  }
}

function isTaken(reply: Doc): boolean {
  const errors = docsIn(reply, "writeErrors");
  const [first] = errors;
  if (first === undefined) return false;
  const code = numberOf(first.get("code"));
  if (code === 11_000 || code === 112) return true;
  throw new StatementError("other", String(code), `The applier's lock could not be written: ${String(first.get("errmsg"))}`, { next: `The user needs the right to write ${leaseCollection}.` });
}

function leaseOf(token: string): readonly object[] {
  return [{ $set: { token, holder: holderName(), process: { $literal: { token, ...ownMark() } }, since: "$$NOW", until: { $add: ["$$NOW", leaseMs] } } }];
}

function holderName(): string {
  return `process ${process.pid} on ${os.hostname()}`;
}
