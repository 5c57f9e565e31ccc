import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { CancelledError, MigrationError, throwIfCancelled } from "../../core/errors.ts";
import type { ApplierLock } from "../engine.ts";
import { textsOf } from "./prepare.ts";
import type { Wire } from "./wire/wire.ts";

const pollMs = 100;

/** Opens another connection to the same server; one that takes several statements in one request where `several` is asked for. */
export type WireOpener = (signal: AbortSignal, options?: { readonly several: true }) => Promise<Wire>;

/**
 * The one applier's lock: GET_LOCK, tried again and again, on a connection of its own. The server frees it when that connection ends,
 * which a keep-alive tells it of when this machine is gone; a procedure of the person's own that releases all locks cannot touch it.
 */
export class ApplierLocks {
  private readonly wire: Wire;
  private readonly openWire: WireOpener;
  private readonly name: string;
  private holding: Wire | undefined;

  constructor(wire: Wire, openWire: WireOpener, database: string) {
    this.wire = wire;
    this.openWire = openWire;
    this.name = lockName(database);
  }

  /** Null when another session holds it after `waitMs`. */
  async take(waitMs: number, signal: AbortSignal): Promise<ApplierLock | null> {
    if (this.holding !== undefined) throw new MigrationError("locked", "This connection already holds the applier's lock.");
    const deadline = performance.now() + waitMs;
    const own = await this.openWire(signal);
    try {
      // However long the work takes on the other connection, this one is not ended for being idle.
      await own.send("SET SESSION wait_timeout = 2147483", { signal });
      for (;;) {
        throwIfCancelled(signal);
        const { rows } = await own.send("SELECT GET_LOCK(?, 0)", { params: [this.name], signal });
        if (textsOf(rows[0])[0] === "1") return await this.taken(own);
        const left = deadline - performance.now();
        if (left <= 0) break;
        await sleep(Math.min(pollMs, left), undefined, { signal }).catch(() => {
          throw new CancelledError();
        });
      }
    } catch (error) {
      await own.close();
      throw error;
    }
    await own.close();
    return null;
  }

  /** Who holds it, from the server's list of sessions; null where nobody does. Without the right to see others only the connection's number is told. */
  async holder(): Promise<string | null> {
    const { rows } = await this.wire.send("SELECT CAST(IS_USED_LOCK(?) AS CHAR)", { params: [this.name] });
    const id = textsOf(rows[0])[0] ?? "";
    if (id === "") return null;
    // information_schema.PROCESSLIST fails as a whole where any connection's statement holds a character beyond three bytes.
    const found = await this.wire.send("SHOW PROCESSLIST");
    const [, user, host] = found.rows.map(textsOf).find(([connection]) => connection === id) ?? [];
    return user === undefined ? `connection ${id}` : `${user}@${host ?? ""} (connection ${id})`;
  }

  async close(): Promise<void> {
    const own = this.holding;
    this.holding = undefined;
    await own?.close();
  }

  private async taken(own: Wire): Promise<ApplierLock> {
    this.holding = own;
    return {
      holder: (await this.holder()) ?? "this session",
      release: async () => {
        if (this.holding !== own) return;
        this.holding = undefined;
        if (!own.isLost) await own.send("DO RELEASE_LOCK(?)", { params: [this.name] });
        await own.close();
      },
    };
  }
}

/** Locks belong to the whole server and their names hold 64 characters. */
function lockName(database: string): string {
  return `data_engineer_${createHash("sha256").update(database).digest("hex").slice(0, 32)}`;
}
